import type { StoreApi } from 'zustand';
import { backoff } from '../api/backoff.ts';
import type { Socket } from '../api/socket.ts';
import { errorSentences } from '../../server/protocol/codes.ts';
import type { ErrorFrame } from '../../server/protocol/frames.ts';
import { closeCodes } from '../../server/protocol/limits.ts';
import { find, headOf, refuse } from './outbox.ts';
import { isPassing } from './reducer.ts';
import type { AppState, OutboxEntry } from './types.ts';

const ECHO_LIMIT_MS = 10_000;
const TRIES_MAX = 5;
/** A server that asks for a longer wait than this gets the decision back to the user. */
const WAIT_MAX_S = 30;

/** The one entry of a chat that is under way: sent and not echoed, or waiting to be sent again. */
type Lane = { clientId: string; tries: number; timer: ReturnType<typeof setTimeout> };

/** Sends the outbox: chat by chat, one entry at a time, so that whatever happens to one the order holds. */
export type Delivery = {
  /** The connection is there: sends what waits. */
  connected: () => void;
  /** The connection broke; what was under way will be sent again, which does no harm. */
  disconnected: (closeCode: number) => void;
  refused: (frame: ErrorFrame) => void;
  close: () => void;
};

/** Begins to deliver whatever is, or comes, in the outbox. */
export function createDelivery(
  store: StoreApi<AppState>,
  socket: Pick<Socket, 'send' | 'isConnected'>,
  random: () => number,
): Delivery {
  const lanes = new Map<number, Lane>();

  function pump() {
    const { outbox } = store.getState();
    for (const [chatId, lane] of lanes) {
      if (find(outbox, lane.clientId)?.state.kind !== 'sending') stop(chatId, lane);
    }
    if (!socket.isConnected()) return;
    for (const chatId of new Set(outbox.map((entry) => entry.chat_id))) {
      const head = headOf(outbox, chatId);
      if (head !== undefined && !lanes.has(chatId)) transmit(head, 1);
    }
  }

  function transmit(entry: OutboxEntry, tries: number) {
    const { state: _, created_at: __, files: ___, uploads: ____, ...sent } = entry;
    const { chat_id, client_id } = entry;
    const timer = setTimeout(() => unanswered(entry, tries), ECHO_LIMIT_MS);
    lanes.set(chat_id, { clientId: client_id, tries, timer });
    socket.send({ type: 'message', ...sent });
  }

  function unanswered(entry: OutboxEntry, tries: number) {
    if (tries < TRIES_MAX) transmit(entry, tries + 1);
    else giveUp(entry.client_id, 'The server does not answer. Try again later.', 'not_ready');
  }

  function giveUp(clientId: string, error: string, code: ErrorFrame['code']) {
    store.setState(({ outbox }) => ({ outbox: refuse(outbox, clientId, error, code) }));
  }

  function refused({ client_id, code, error, retry_after }: ErrorFrame) {
    if (client_id === undefined || !isPassing(code)) return;
    const entry = find(store.getState().outbox, client_id);
    const lane = entry && lanes.get(entry.chat_id);
    if (!entry || lane?.clientId !== client_id) return;
    if (lane.tries >= TRIES_MAX || (retry_after ?? 0) > WAIT_MAX_S) return giveUp(client_id, error, code);
    clearTimeout(lane.timer);
    const delay = (retry_after ?? 0) * 1000 + backoff(lane.tries, random);
    lane.timer = setTimeout(() => transmit(entry, lane.tries + 1), delay);
  }

  function stop(chatId: number, lane: Lane) {
    clearTimeout(lane.timer);
    lanes.delete(chatId);
  }

  function stopAll() {
    for (const [chatId, lane] of lanes) stop(chatId, lane);
  }

  function disconnected(closeCode: number) {
    // Sent again, the oversized frame would only break the next connection.
    if (closeCode === closeCodes.tooBig) {
      const { outbox } = store.getState();
      const sent = [...lanes.values()].flatMap(({ clientId }) => find(outbox, clientId) ?? []);
      const longest = sent.toSorted((a, b) => b.content.length - a.content.length)[0];
      stopAll();
      if (longest !== undefined) giveUp(longest.client_id, errorSentences.too_large, 'too_large');
    }
    stopAll();
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (state.outbox !== before.outbox) pump();
  });

  return {
    connected: pump,
    disconnected,
    refused,
    close: () => {
      unsubscribe();
      stopAll();
    },
  };
}
