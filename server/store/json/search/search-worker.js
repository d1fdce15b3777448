// Runs in a thread of its own; plain JavaScript so that Node can start it from the sources as well as from a build.
import { parentPort, workerData } from 'node:worker_threads';
import { ChatTexts } from './chat-texts.js';

/**
 * What the other thread asks.
 * @typedef {{ type: 'take', chatId: number, isFresh: boolean, bytes: Uint8Array }
 *   | { type: 'find', chatIds: number[], query: import('./chat-texts.js').Query }
 *   | { type: 'forget', chatId: number }} Request
 *   `take`: more bytes of a chat's log, from its start where `isFresh`; answered with the bytes of memory that the chat takes.
 *   `find`: answered with the ids that were found, newest first, and the chat of each; those of known chats only.
 */

/** @typedef {{ id: number, chatId: number }} Found */

/** @type {Map<number, ChatTexts>} */
const chats = new Map();

/** @param {Request} request */
function answer(request) {
  switch (request.type) {
    case 'take': {
      const known = request.isFresh ? undefined : chats.get(request.chatId);
      const chat = known ?? new ChatTexts(workerData.sizeMax);
      chats.set(request.chatId, chat);
      const { buffer, byteOffset, length } = request.bytes;
      chat.take(Buffer.from(buffer, byteOffset, length));
      return chat.size;
    }
    case 'find':
      return find(request.chatIds, request.query);
    case 'forget':
      chats.delete(request.chatId);
      return null;
  }
}

/**
 * @param {number[]} chatIds those with the newest messages first: the others need not be looked through then
 * @param {import('./chat-texts.js').Query} query
 */
function find(chatIds, query) {
  /** @type {Found[]} */
  let best = [];
  for (const chatId of chatIds) {
    const floor = Math.max(query.floor, best[query.limit - 1]?.id ?? 0);
    const ids = chats.get(chatId)?.find({ ...query, floor }) ?? [];
    if (ids.length === 0) continue;
    const more = ids.map((id) => ({ id, chatId }));
    best = [...best, ...more].toSorted((a, b) => b.id - a.id).slice(0, query.limit);
  }
  return best;
}

parentPort?.on('message', (/** @type {{ call: number, request: Request }} */ { call, request }) => {
  // A thread has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage({ call, result: answer(request) });
});
