import { PARTICIPANT_NAMES_SHOWN } from '../../server/protocol/limits.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { User } from '../../server/protocol/users.ts';
import { withoutTyping } from './chats.ts';
import { withEvent } from './notices.ts';
import type { ChatState } from './types.ts';

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

/** Somebody takes part from now on. */
export function withParticipant(entry: ChatState, frame: FrameOf<'participant_added'>, now: number): ChatState {
  const { username, by } = frame;
  const names = entry.chat.participant_usernames;
  const isNamed = names.includes(username) || names.length >= PARTICIPANT_NAMES_SHOWN;
  const added: ChatState = {
    ...entry,
    chat: isNamed ? entry.chat : { ...entry.chat, participant_usernames: [...names, username] },
    participants: withEntry(entry.participants, frame),
  };
  return withEvent(added, { kind: 'added', username, ...(by !== undefined && { by }) }, now);
}

function withEntry(participants: ChatState['participants'], frame: FrameOf<'participant_added'>) {
  const { user_id, username, role, created_at, is_guest, is_host } = frame;
  // Servers of former versions say no more than the name: the list has to be asked for again.
  if (participants === null || user_id === undefined || created_at === undefined) return participants;
  const others = participants.filter(({ id }) => id !== user_id);
  const person = { id: user_id, username, created_at };
  return [
    ...others,
    {
      ...person,
      ...(role !== undefined && { role }),
      ...(is_guest !== undefined && { is_guest }),
      ...(is_host !== undefined && { is_host }),
    },
  ];
}

/** Somebody takes part no more. */
export function withoutParticipant(chat: ChatState, frame: FrameOf<'participant_removed'>, now: number): ChatState {
  const { username, reason, by } = frame;
  const others = (names: readonly string[]) => names.filter((name) => name !== username);
  const left: ChatState = {
    ...withoutTyping(chat, [username]),
    chat: { ...chat.chat, participant_usernames: others(chat.chat.participant_usernames) },
    participants: chat.participants?.filter((user) => user.username !== username) ?? null,
    members: others(chat.members),
    // That they are gone from the room needs no word of its own.
    pending: { ...chat.pending, leftAt: new Map([...chat.pending.leftAt].filter(([name]) => name !== username)) },
  };
  const kind = reason === 'left' ? 'left' : 'removed';
  return withEvent(left, { kind, username, ...(by !== undefined && { by }) }, now);
}

/** Somebody may do more or less. */
export function withRole(
  entry: ChatState,
  { user_id, username, role, by }: FrameOf<'participant_changed'>,
  self: User | null,
  now: number,
): ChatState {
  const changed: ChatState = {
    ...entry,
    chat: {
      ...entry.chat,
      ...(user_id === self?.id && { role }),
      ...(role === 'owner' && { owner_id: user_id }),
    },
    participants: entry.participants?.map((one) => (one.id === user_id ? { ...one, role } : one)) ?? null,
  };
  // That who hands over is an admin then goes without saying.
  if (role === 'admin' && by === username) return changed;
  return withEvent(changed, { kind: 'role', username, role, ...(by !== undefined && { by }) }, now);
}

/** What everybody sees of the chat is new; what is its reader's own stays. */
export function withChanged(entry: ChatState, { chat, by }: FrameOf<'chat_changed'>, now: number): ChatState {
  const { name, topic, picture } = entry.chat;
  const from = by === undefined ? {} : { by };
  let changed: ChatState = { ...entry, chat: { ...entry.chat, ...chat } };
  if (chat.name !== name) changed = withEvent(changed, { kind: 'renamed', name: chat.name, ...from }, now);
  if (chat.topic !== topic) changed = withEvent(changed, { kind: 'topic', topic: chat.topic, ...from }, now);
  if (chat.picture !== picture)
    changed = withEvent(changed, { kind: 'picture', isGone: chat.picture === null, ...from }, now);
  return changed;
}
