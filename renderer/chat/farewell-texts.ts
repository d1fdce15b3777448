/** How it is told that a chat is gone, by why it is. */
export const said = {
  removed: { short: 'chat.lost', text: 'chat.lost.text', unsent: 'chat.lost.unsent' },
  left: { short: 'chat.left', text: 'chat.left.text', unsent: 'chat.left.unsent' },
  deleted: { short: 'chat.deleted', text: 'chat.deleted.text', unsent: 'chat.deleted.unsent' },
} as const;
