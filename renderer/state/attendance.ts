import type { StoreApi } from 'zustand';
import { backoff } from '../api/backoff.ts';
import type { Socket } from '../api/socket.ts';
import type { ErrorFrame, ServerFrame } from '../../server/protocol/frames.ts';
import { leaveRoom, loseRoom, withChat } from './chats.ts';
import { isFinal, type History } from './history.ts';
import type { AppState } from './types.ts';
import { createVersions } from './versions.ts';

const JOINED_LIMIT_MS = 5_000;

/** One stay in the room of the open chat, from opening it to opening another. */
type Stay = {
  chatId: number;
  /** The newest stored message when the server let us in; null while it has not. */
  joinedAt: number | null;
  /** How often it has let us in: where the chat was left and entered again in a hurry, also for the times before. */
  entrances: number;
  /** Everything is known and every frame from now on adds to it. */
  isLive: boolean;
  isRefreshing: boolean;
  /** What there was has been fetched at least once. */
  isFetched: boolean;
  /** Refused for good: this user is no participant. */
  isRefused: boolean;
  tries: number;
  joinTimer: ReturnType<typeof setTimeout> | undefined;
  retryTimer: ReturnType<typeof setTimeout> | undefined;
};

/** Keeps this connection in the room of the open chat, and the chat's messages complete. */
export type Attendance = {
  open: (chatId: number | null) => void;
  /** The connection is there, or the open chat has become known. */
  arrive: () => void;
  disconnected: () => void;
  joined: (frame: Extract<ServerFrame, { type: 'joined' }>) => void;
  /** Keeps up with what has changed in the room. */
  heard: (frame: ServerFrame) => void;
  refused: (frame: ErrorFrame) => void;
  /** What was fetched may lack what the room has brought meanwhile: enters anew, and fetches the rest. */
  reenter: (chatId: number) => void;
  /** This user takes part in the chat no more; where it is open it stays so, and `arrive` begins anew. */
  removed: (chatId: number) => void;
  close: () => void;
};

type Parts = {
  store: StoreApi<AppState>;
  socket: Pick<Socket, 'send' | 'isConnected'>;
  history: History;
  random: () => number;
};

/** Subscribes, then fetches, so that no message falls between; see `Stay`. */
export function createAttendance({ store, socket, history, random }: Parts): Attendance {
  let stay: Stay | null = null;
  /** How many times this connection has asked to be let into a chat's room, and has not been answered. */
  const unanswered = new Map<number, number>();
  const versions = createVersions(history.reload);

  const isKnown = (chatId: number) => store.getState().chats[chatId] !== undefined;

  function open(chatId: number | null) {
    if (chatId === stay?.chatId) return;
    if (stay !== null) {
      end(stay);
      socket.send({ type: 'leave', chat_id: stay.chatId });
      const left = stay.chatId;
      history.leave(left);
      store.setState((state) => withChat(state, left, leaveRoom));
    }
    stay = chatId === null ? null : newStay(chatId);
    store.setState({ openChatId: chatId });
    arrive();
  }

  function arrive() {
    if (stay === null || !isKnown(stay.chatId)) return;
    stay.isRefused = false;
    join(stay);
    void refresh(stay);
  }

  /** Asks to be let in until the server has answered: a refusal may have passed, an answer may be lost. */
  function join(to: Stay) {
    if (to !== stay || to.joinedAt !== null || to.isRefused || to.joinTimer !== undefined) return;
    if (!socket.send({ type: 'join', chat_id: to.chatId })) return;
    unanswered.set(to.chatId, (unanswered.get(to.chatId) ?? 0) + 1);
    to.joinTimer = setTimeout(() => {
      to.joinTimer = undefined;
      join(to);
    }, JOINED_LIMIT_MS);
  }

  function joined(frame: Extract<ServerFrame, { type: 'joined' }>) {
    unanswered.set(frame.chat_id, (unanswered.get(frame.chat_id) ?? 1) - 1);
    if (stay === null || stay.chatId !== frame.chat_id) {
      // The answer to a join that was given up in the meantime.
      socket.send({ type: 'leave', chat_id: frame.chat_id });
      store.setState((state) => withChat(state, frame.chat_id, leaveRoom));
      return;
    }
    clearTimeout(stay.joinTimer);
    stay.joinTimer = undefined;
    stay.joinedAt = frame.last_message_id;
    stay.entrances += 1;
    versions.entered(stay.chatId, frame.version);
    if (stay.isRefreshing) return;
    // Let in a second time, we have been outside in between: something may have been said then.
    stay.isLive = stay.entrances === 1 && stay.isFetched && !mayLack(stay) && !versions.isStale(stay.chatId);
    if (!stay.isLive) void refresh(stay);
  }

  /** True where what was fetched before we were let in is not all: more was stored, or a reply may have ended unheard. */
  function mayLack({ chatId, joinedAt }: Stay) {
    const { messages = [], hasNewer = false } = store.getState().chats[chatId] ?? {};
    // Where old messages are shown, the newer ones are left out on purpose.
    const isBehind = !hasNewer && (joinedAt ?? 0) > history.cursor(chatId);
    return isBehind || messages.some((message) => message.status === 'streaming');
  }

  /** Fetches until nothing can be missing between what was fetched and what the room brings. */
  async function refresh(of: Stay) {
    if (of.isRefreshing || of.isLive) return;
    clearTimeout(of.retryTimer);
    of.isRefreshing = true;
    try {
      let isAgain = true;
      while (isAgain) {
        const { entrances } = of;
        await fetchMissing(of.chatId);
        if (of !== stay) return;
        of.isFetched = true;
        await versions.refresh(of.chatId);
        if (of !== stay) return;
        // The first entrance may have found nothing new; before a later one we may have missed anything.
        isAgain =
          of.entrances > Math.max(entrances, 1) ||
          (of.entrances > entrances && mayLack(of)) ||
          versions.isStale(of.chatId);
        of.isLive = !isAgain && of.joinedAt !== null;
      }
      of.tries = 0;
    } catch (error) {
      if (of === stay && !isFinal(error)) {
        of.retryTimer = setTimeout(() => void refresh(of), backoff(of.tries + 1, random));
        of.tries += 1;
      }
    } finally {
      of.isRefreshing = false;
    }
  }

  async function fetchMissing(chatId: number) {
    const status = store.getState().chats[chatId]?.history;
    if (!status?.startsWith('loading_') && status !== 'ready') await history.loadNewest(chatId);
    // A page that was already under way may be older than what we ask for now.
    if (status !== 'unloaded' && status !== 'error') await history.catchUp(chatId);
  }

  function end(ending: Stay) {
    clearTimeout(ending.joinTimer);
    clearTimeout(ending.retryTimer);
    // While a later answer is under way, this is not the entrance that we have been taking it for.
    if (ending.isLive && unanswered.get(ending.chatId) === 0) history.keepCursor(ending.chatId);
    versions.left(ending.chatId);
    ending.isLive = false;
    ending.joinedAt = null;
  }

  function disconnected() {
    const lost = stay;
    if (lost !== null) begin(lost);
    unanswered.clear();
    if (lost !== null) store.setState((state) => withChat(state, lost.chatId, loseRoom));
  }

  /** As if the chat had just been opened. */
  function begin(again: Stay) {
    end(again);
    // A fetch that is still under way began before the next join, and must not count as the one after it.
    stay = newStay(again.chatId);
  }

  return {
    open,
    arrive,
    disconnected,
    joined,
    heard: versions.heard,
    refused: ({ code, chat_id }) => {
      if (stay !== null && chat_id === stay.chatId && code === 'not_authorized') stay.isRefused = true;
    },
    reenter: (chatId) => {
      if (stay?.chatId !== chatId) return;
      begin(stay);
      arrive();
    },
    removed: (chatId) => {
      if (stay?.chatId === chatId) begin(stay);
    },
    close: () => {
      if (stay !== null) end(stay);
      stay = null;
    },
  };
}

function newStay(chatId: number): Stay {
  return {
    chatId,
    joinedAt: null,
    entrances: 0,
    isLive: false,
    isRefreshing: false,
    isFetched: false,
    isRefused: false,
    tries: 0,
    joinTimer: undefined,
    retryTimer: undefined,
  };
}
