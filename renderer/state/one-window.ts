import { parse, parseJson } from '../api/parse.ts';
import * as z from 'zod/mini';
import type { TextStorage } from './storage.ts';

/** So many are remembered of each chat. */
const REMEMBERED = 20;

const ids = z.array(z.number());

/** Sees to it that of several windows of one browser one tells of a message. */
export type OneWindow = {
  /** True for the first window that asks for this message; the same afterwards as if it had been told. */
  claim: (chatId: number, messageId: number) => boolean;
};

/** @param prefix of what is kept for this user */
export function createOneWindow(storage: TextStorage, prefix: string): OneWindow {
  return {
    claim: (chatId, messageId) => {
      const key = `${prefix}told:${chatId}`;
      const told = parse(ids, parseJson(storage.get(key) ?? '[]')) ?? [];
      if (told.includes(messageId)) return false;
      storage.set(key, JSON.stringify([...told, messageId].slice(-REMEMBERED)));
      return true;
    },
  };
}
