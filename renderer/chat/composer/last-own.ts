import type { AppState } from '../../state/types.ts';

/** The newest message that this user may change, of those that are loaded; undefined where there is none. */
export function lastOwn(state: AppState, chatId: number): number | undefined {
  const { session } = state;
  if (session.kind !== 'signed_in') return undefined;
  return state.chats[chatId]?.messages.findLast(
    (message) =>
      message.user_id === session.user.id && message.deleted_at === undefined && message.forwarded_from === undefined,
  )?.id;
}
