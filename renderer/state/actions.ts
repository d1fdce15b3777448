import type { Actions } from './types.ts';

const unfinished = () => {
  throw new Error('not there yet');
};

/** What the UI can do. */
export const actions: Actions = {
  start: unfinished,
  register: unfinished,
  signIn: unfinished,
  signOut: unfinished,
  openChat: unfinished,
  reloadChats: unfinished,
  loadOlder: unfinished,
  reloadHistory: unfinished,
  send: unfinished,
  retry: unfinished,
  discard: unfinished,
  stop: unfinished,
  typing: unfinished,
  createChat: unfinished,
  invite: unfinished,
  loadParticipants: unfinished,
  setDraft: unfinished,
  reconnectNow: unfinished,
};
