/** What belongs to the text field: what it answers or changes, lists that help with typing, emoji. */
export const enComposer = {
  'composing.reply': 'Replying to {name}',
  'composing.reply.unknown': 'Replying to a message',
  'composing.reply.cancel': 'Do not reply',
  'composing.edit': 'Editing message',
  'composing.edit.cancel': 'Stop editing',
  'composing.edit.save': 'Save',
  'composing.edit.hint': 'Esc cancels, Enter saves',
  'shortcuts.edit': 'Edit your last message',
} as const;
