import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import { createRest } from '../api/rest.ts';
import { addChat } from './chats.ts';
import type { Environment } from './environment.ts';
import { withDraft } from './kept-drafts.ts';
import { enqueue, find, OUTBOX_MAX, remove, requeue } from './outbox.ts';
import { signedIn, type SignedIn } from './signed-in.ts';
import { initialState } from './store.ts';
import {
  forgetUser,
  readSession,
  serverPrefix,
  sessionKey,
  userPrefix,
  writeSession,
  type StoredSession,
} from './stored-session.ts';
import type { Actions, AppState, Session } from './types.ts';

const TYPING_EVERY_MS = 3_000;

/** What the UI can do with this store, in this environment. */
export function createApp(store: StoreApi<AppState>, environment: Environment): Actions {
  const { storage, page, now } = environment;
  let server = '';
  let prefix = '';
  let live: SignedIn | null = null;
  let stop: (() => void) | null = null;
  const typedAt = new Map<number, number>();

  function begin(session: StoredSession) {
    end({ kind: 'signed_in', user: session.user });
    live = signedIn({
      store,
      environment,
      server,
      prefix: userPrefix(prefix, session.user.id),
      ...session,
      onExpired: () => {
        // Another tab may have signed in again already.
        if (readSession(storage.get(sessionKey(prefix)))?.token === session.token) storage.remove(sessionKey(prefix));
        end({ kind: 'signed_out', reason: 'expired' });
      },
    });
  }

  /** Ends what lives with the session, and forgets all that was shown in it. */
  function end(session: Session) {
    live?.close();
    live = null;
    typedAt.clear();
    store.setState({ ...initialState, session });
  }

  /** The part that needs a session; what comes without one is a late call of a screen that is going away. */
  function required(): SignedIn {
    if (live === null) throw new ApiError({ kind: 'local', message: 'Sign in first.', code: 'not_authenticated' });
    return live;
  }

  function start(options: { server?: string } = {}) {
    stop?.();
    server = options.server ?? '';
    prefix = serverPrefix(server, page.origin);
    const unlisten = storage.onChange((key, text) => {
      if (key === sessionKey(prefix)) sessionChanged(readSession(text));
    });
    const stored = readSession(storage.get(sessionKey(prefix)));
    if (stored === null) end({ kind: 'signed_out' });
    else begin(stored);
    stop = () => {
      unlisten();
      end({ kind: 'signed_out' });
      stop = null;
    };
    return stop;
  }

  /** Another tab has signed in or out. */
  function sessionChanged(stored: StoredSession | null) {
    const { session, openChatId } = store.getState();
    if (stored !== null) {
      begin(stored);
      if (session.kind === 'signed_in' && session.user.id === stored.user.id) live?.attendance.open(openChatId);
    } else if (live !== null) end({ kind: 'signed_out', reason: 'signed_out' });
  }

  async function signIn(input: Parameters<Actions['signIn']>[0]) {
    const { fetch } = environment;
    const { access_token: token } = await createRest({ server, fetch }).login(input);
    const user = await createRest({ server, fetch, token }).me();
    writeSession(storage, prefix, { token, user });
    begin({ token, user });
  }

  function signOut() {
    const { session } = store.getState();
    storage.remove(sessionKey(prefix));
    end({ kind: 'signed_out', reason: 'signed_out' });
    if (session.kind === 'signed_in') forgetUser(storage, prefix, session.user.id);
  }

  function send(chatId: number, content: string) {
    const text = content.replaceAll('\0', '').toWellFormed();
    if (text.trim() === '') return;
    required();
    if (store.getState().outbox.length >= OUTBOX_MAX) {
      throw new ApiError({
        kind: 'local',
        message: 'Too many messages are waiting to be sent. Wait until the connection is back.',
      });
    }
    typedAt.delete(chatId);
    const entry = { client_id: environment.newClientId(), chat_id: chatId, content: text };
    store.setState(({ outbox, drafts }) => ({
      outbox: enqueue(outbox, entry, now()),
      drafts: withDraft(drafts, chatId, ''),
    }));
  }

  return {
    start,
    register: async (input) => {
      await createRest({ server, fetch: environment.fetch }).register(input);
      await signIn({ username: input.username, password: input.password });
    },
    signIn,
    signOut,
    openChat: (chatId) => live?.attendance.open(chatId),
    reloadChats: async () => {
      await required().reloadChats();
      live?.attendance.arrive();
    },
    loadOlder: async (chatId) => required().history.loadOlder(chatId),
    reloadHistory: async (chatId) => required().history.loadNewest(chatId),
    send,
    retry: (clientId) => store.setState(({ outbox }) => ({ outbox: requeue(outbox, clientId, now()) })),
    discard: (clientId) => {
      const content = find(store.getState().outbox, clientId)?.content ?? null;
      store.setState(({ outbox }) => ({ outbox: remove(outbox, clientId) }));
      return content;
    },
    stop: (chatId, messageId) => {
      live?.socket.send({ type: 'stop', chat_id: chatId, message_id: messageId });
    },
    typing: (chatId) => {
      const last = typedAt.get(chatId);
      if (last !== undefined && now() - last < TYPING_EVERY_MS) return;
      if (live?.socket.send({ type: 'typing', chat_id: chatId })) typedAt.set(chatId, now());
    },
    createChat: async (input) => {
      const chat = await required().rest.createChat(input);
      store.setState((state) => (state.session.kind === 'signed_in' ? addChat(state, chat) : state));
      return chat;
    },
    invite: async (chatId, username) => {
      const { rest, loadParticipants } = required();
      await rest.invite(chatId, username);
      // The invitation is done; a list that cannot be loaded now is no failure of it.
      if (store.getState().chats[chatId]?.participants) await loadParticipants(chatId).catch(() => {});
    },
    loadParticipants: async (chatId) => required().loadParticipants(chatId),
    setDraft: (chatId, text) => store.setState(({ drafts }) => ({ drafts: withDraft(drafts, chatId, text) })),
    reconnectNow: () => live?.socket.reconnectNow(),
  };
}
