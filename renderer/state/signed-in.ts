import type { StoreApi } from 'zustand';
import { createRest, type Rest } from '../api/rest.ts';
import { openSocket, socketUrl, type Socket } from '../api/socket.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import { closeCodes } from '../../server/protocol/limits.ts';
import type { Preferences } from '../../server/protocol/preferences.ts';
import type { User } from '../../server/protocol/users.ts';
import { createAsking } from './asking.ts';
import { createAttendance, type Attendance } from './attendance.ts';
import { withChat, withChatList } from './chats.ts';
import { startClockwork } from './clockwork.ts';
import { createDelivery } from './delivery.ts';
import type { Environment } from './environment.ts';
import { startAttention } from './attention.ts';
import { startIdle } from './idle.ts';
import { createReadMarks } from './read-marks.ts';
import { withPresence } from './presence.ts';
import { withReceipts } from './receipts.ts';
import { createHistory, type History } from './history.ts';
import { createInvites, type Invites } from './invites.ts';
import { hearChanges } from './heard-changes.ts';
import { keepDrafts } from './kept-drafts.ts';
import { keepMarks } from './kept-marks.ts';
import { keepOutbox } from './kept-outbox.ts';
import { createMessageActs, type MessageActs } from './message-acts.ts';
import { newsOf } from './news.ts';
import { createNotifier } from './notifications.ts';
import { carryMutesOver } from './old-mutes.ts';
import { createPeople, type People } from './people.ts';
import { keepProfiles } from './kept-profiles.ts';
import { withProfiles } from './profiles.ts';
import { createProfileWatch, type ProfileWatch } from './profile-watch.ts';
import { applyFrame } from './reducer.ts';
import type { AppState, SignedOutReason } from './types.ts';
import { createFileTraffic, type FileTraffic } from './uploads/file-traffic.ts';

export type SignedInOptions = {
  store: StoreApi<AppState>;
  environment: Environment;
  /** Base URL of the server; '' is the page's own origin. */
  server: string;
  /** Prefix of what is kept for this user. */
  prefix: string;
  user: User;
  token: string;
  /** The account has changed, here or elsewhere. */
  onUser: (user: User) => void;
  /** The server does not accept the token any more. */
  onExpired: () => void;
  /** The server has ended the session: from another tab or device, by the host, or with the account. */
  onSignedOut: (reason: SignedOutReason) => void;
};

/** Everything that lives for as long as one user is signed in. */
export type SignedIn = {
  rest: Rest;
  socket: Socket;
  history: History;
  attendance: Attendance;
  messageActs: MessageActs;
  reloadChats: () => Promise<void>;
  loadParticipants: (chatId: number) => Promise<void>;
  invites: Invites;
  people: People;
  profiles: ProfileWatch;
  files: FileTraffic;
  close: () => void;
};

/** What is said of why the server has ended a session. */
const shownReasons: Record<Extract<ServerFrame, { type: 'signed_out' }>['reason'], SignedOutReason> = {
  signed_out: 'ended',
  replaced: 'ended',
  logged_out: 'signed_out',
  password: 'password',
  deleted: 'deleted',
};

/** Connects the store with the server. */
export function signedIn(options: SignedInOptions): SignedIn {
  const { store, environment, server, prefix, user, token, onUser, onExpired, onSignedOut } = options;
  const { page, storage, now, elapsed, random } = environment;
  const ended = new AbortController();
  const isClosed = () => ended.signal.aborted;
  const expire = () => {
    if (!isClosed()) onExpired();
  };
  const signOut = (reason: SignedOutReason) => {
    if (!isClosed()) onSignedOut(reason);
  };

  const heardChanges = hearChanges(
    createRest({ server, fetch: environment.fetch, token, onUnauthorized: expire, signal: ended.signal }),
    now,
  );
  const { rest } = heardChanges;

  async function loadChats() {
    const before = store.getState().chatOrder;
    try {
      const list = await rest.chats();
      if (isClosed()) return;
      store.setState((state) => withChatList(state, list, before));
    } catch (error) {
      if (!isClosed() && store.getState().chatsStatus === 'loading') store.setState({ chatsStatus: 'error' });
      throw error;
    }
  }

  async function reloadChats() {
    if (store.getState().chatsStatus === 'error') store.setState({ chatsStatus: 'loading' });
    await loadChats();
  }

  async function loadParticipants(chatId: number) {
    const participants = await rest.participants(chatId);
    if (!isClosed()) store.setState((state) => withChat(state, chatId, (chat) => ({ ...chat, participants })));
    if (!isClosed()) store.setState((state) => withProfiles(withPresence(state, participants), participants));
  }

  async function loadReceipts(chatId: number) {
    const receipts = await rest.readReceipts(chatId);
    if (!isClosed()) store.setState((state) => withReceipts(state, chatId, receipts));
  }

  async function loadPresence() {
    const entries = await rest.presence();
    if (!isClosed()) store.setState((state) => withPresence(state, entries));
  }

  async function loadMe() {
    const me = await rest.me();
    if (!isClosed()) onUser(me);
  }

  async function loadHealth() {
    const health = await rest.health();
    if (!isClosed()) store.setState({ health });
  }

  function refreshParticipants(chatId: number | null) {
    if (chatId === null || !store.getState().chats[chatId]?.participants) return;
    asking.ask(`participants ${chatId}`, () => loadParticipants(chatId));
  }

  /** Whatever may have changed unheard; runs at the start and after every reconnect. */
  function refresh() {
    asking.ask('health', loadHealth);
    asking.ask('chats', () =>
      loadChats().then(() => {
        attendance.arrive();
        marks.connected();
        asking.ask('mutes', () => carryMutesOver({ store, storage, prefix }, rest));
      }),
    );
    asking.ask('me', loadMe);
    refreshParticipants(store.getState().openChatId);
    asking.ask('people', people.refresh);
    asking.ask('presence', loadPresence);
  }

  function preferencesChanged(preferences: Preferences) {
    const { session } = store.getState();
    if (session.kind === 'signed_in') onUser({ ...session.user, preferences });
  }

  function onFrame(frame: ServerFrame) {
    const news = newsOf(store.getState(), frame, user);
    const context = { now: now(), elapsed: elapsed(), self: user, isFocused: page.isFocused() };
    heardChanges.hear(frame);
    if (frame.type === 'profile_changed') profiles.heard([frame.username]);
    store.setState((state) => applyFrame(state, frame, context));
    messageActs.heard(frame);
    attendance.heard(frame);
    if (news !== null) notifier.hear(news);
    if (frame.type === 'joined') {
      attendance.joined(frame);
      asking.ask(`receipts ${frame.chat_id}`, () => loadReceipts(frame.chat_id));
    } else if (frame.type === 'read_position') marks.confirmed(frame);
    else if (frame.type === 'chat_added' && frame.chat.id === store.getState().openChatId) attendance.arrive();
    else if (frame.type === 'chat_removed') {
      attendance.removed(frame.chat_id);
      marks.forget(frame.chat_id);
    } else if (frame.type === 'participant_added' && frame.user_id === undefined) refreshParticipants(frame.chat_id);
    else if (frame.type === 'preferences_changed') preferencesChanged(frame.preferences);
    else if (frame.type === 'people_changed') asking.ask('people', people.refresh);
    else if (frame.type === 'server_changed') asking.ask('health', loadHealth);
    else if (frame.type === 'removed') signOut(frame.reason ?? 'removed');
    else if (frame.type === 'signed_out') signOut(shownReasons[frame.reason]);
    else if (frame.type === 'error') {
      attendance.refused(frame);
      delivery.refused(frame);
      if (frame.code === 'not_authenticated') expire();
    }
  }

  const asking = createAsking(random);
  const endDrafts = keepDrafts(store, storage, page, prefix);
  const endOutbox = keepOutbox(store, storage, prefix);
  const endMarks = keepMarks(store, storage, prefix);
  const endProfiles = keepProfiles(store, storage, page, prefix);
  const profiles = createProfileWatch(store, rest);
  const notifier = createNotifier(store, environment, { me: user.username, prefix });
  const endClockwork = startClockwork(store, elapsed);
  const history = createHistory(store, rest, isClosed, (chatId) => attendance.reenter(chatId));
  const invites = createInvites(store, rest, isClosed);
  const people = createPeople(store, rest, isClosed);
  const messageActs = createMessageActs(store, rest, user, environment);
  const socket = openSocket({
    url: socketUrl(server, page.origin),
    token,
    WebSocket: environment.WebSocket,
    page,
    elapsed,
    random,
    onFrame,
    onState: (connection) => {
      const wasConnected = store.getState().connection.kind === 'connected';
      store.setState(connection.kind === 'connected' ? { connection, lost: null } : { connection });
      if (connection.kind !== 'connected' || wasConnected) return;
      attendance.arrive();
      delivery.connected();
      files.uploads.connected();
      idle.connected();
      profiles.connected();
      refresh();
    },
    onClosed: (code) => {
      store.setState({ lost: { at: now(), isStopped: code === closeCodes.goingAway } });
      // The next connection asks anew.
      asking.rest();
      attendance.disconnected();
      marks.disconnected();
      delivery.disconnected(code);
    },
    onExpired: expire,
    onRemoved: () => signOut('removed'),
  });
  const marks = createReadMarks(socket);
  const endAttention = startAttention(store, environment, marks.tell);
  const idle = startIdle(socket, environment);
  const attendance = createAttendance({ store, socket, history, random });
  const delivery = createDelivery(store, socket, random);
  const files = createFileTraffic({
    store,
    environment,
    server,
    prefix,
    token,
    rest,
    isConnected: socket.isConnected,
    onUnauthorized: expire,
    signal: ended.signal,
  });
  refresh();

  return {
    rest,
    socket,
    history,
    attendance,
    messageActs,
    reloadChats,
    loadParticipants,
    invites,
    people,
    profiles,
    files,
    close: () => {
      ended.abort();
      asking.rest();
      notifier.close();
      endAttention();
      marks.close();
      idle.close();
      endMarks();
      profiles.close();
      endProfiles();
      attendance.close();
      delivery.close();
      files.close();
      socket.close();
      endClockwork();
      endOutbox();
      endDrafts();
    },
  };
}
