/** Going to a message and back to what is said now. */
export const enHistory = {
  'jump.missing': 'That message cannot be found in this chat.',
  'jump.there': 'Message of {name}, {time}: {text}',
  'newer.loading': 'Loading newer messages',
  'newer.error': 'Newer messages could not be loaded.',
  'newer.gap': 'Newer messages in between are not shown.',
} as const;
