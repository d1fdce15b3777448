import type { Chat } from '../../../server/protocol/chats.ts';

/** What a line that starts with `/` can do; each needs what comes behind it, or takes nothing. */
const shapes = {
  bot: { takes: 'question' },
  search: { takes: 'words' },
  topic: { takes: 'topic' },
  rename: { takes: 'name' },
  invite: { takes: 'username' },
  mute: { takes: null },
  unmute: { takes: null },
  leave: { takes: null },
  shortcuts: { takes: null },
} as const;

export type CommandName = keyof typeof shapes;

/** What has to follow a command; null where nothing may. */
export const argumentOf = (name: CommandName) => shapes[name].takes;

/** What decides which commands there are. */
export interface Standing {
  chat: Pick<Chat, 'is_ai_chat' | 'is_group'>;
  /** May change what the chat is called and is about. */
  runs: boolean;
  /** May go without anything else: an owner has to name the next one first. */
  leaves: boolean;
  muted: boolean;
}

const ever: Record<CommandName, (standing: Standing) => boolean> = {
  // Where the bot answers everything, it needs no command.
  bot: ({ chat }) => !chat.is_ai_chat,
  search: () => true,
  topic: ({ runs }) => runs,
  rename: ({ runs }) => runs,
  invite: () => true,
  mute: ({ muted }) => !muted,
  unmute: ({ muted }) => muted,
  leave: ({ leaves }) => leaves,
  shortcuts: () => true,
};

/** The commands that this person has in this chat now, in the order in which they are shown. */
export function commandsFor(standing: Standing): CommandName[] {
  return (Object.keys(ever) as CommandName[]).filter((name) => ever[name](standing));
}

/** A command that was typed in full. */
export interface Call {
  name: Exclude<CommandName, 'bot'>;
  /** What follows it, without the spaces around; '' where that is missing or where it takes nothing. */
  argument: string;
}

/**
 * The command that a text is; null for everything that is sent as it is: other texts, unknown commands, those to the bot,
 * and a word such as `/mute` with more behind it than it takes.
 */
export function parseCommand(text: string, available: readonly CommandName[]): Call | null {
  const [, word, rest = ''] = /^\/([a-z]+)(?:\s([\s\S]*))?$/i.exec(text.trim()) ?? [];
  const name = available.find((one) => one === word?.toLowerCase());
  if (name === undefined || name === 'bot') return null;
  const argument = rest.trim();
  return argumentOf(name) === null && argument !== '' ? null : { name, argument };
}

/** True where a command waits for what it needs. */
export const lacksArgument = ({ name, argument }: Call): boolean => argumentOf(name) !== null && argument === '';

/** The commands that begin with what was typed. */
export function matchingCommands(query: string, available: readonly CommandName[]): CommandName[] {
  return available.filter((name) => name.startsWith(query.toLowerCase()));
}
