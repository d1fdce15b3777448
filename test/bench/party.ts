import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../server/clock.ts';
import { createTokens } from '../../server/security/tokens.ts';
import { emptyDocument, type DocumentData } from '../../server/store/json/document-schema.ts';
import { encodeLine } from '../../server/store/json/log-line.ts';
import { newAccountFields } from '../../server/store/account-fields.ts';

/** Signs the tokens of all measured servers; they listen on the loopback interface only. */
export const SECRET_KEY = 'bench bench bench bench bench bench';

/** About this many bytes are written at once. */
const BLOCK = 4 << 20;

/** A person who can connect. */
export interface Guest {
  id: number;
  username: string;
  token: string;
}

/** A chat that is to be there. */
export interface PlannedChat {
  /** Who takes part, by their place among the guests; the first one owns it. */
  guests: number[];
  /** How many messages it has, written by its participants in turn. */
  messages: number;
  /** What the `i`th of them says, and when; all say about the same now where this is left out. */
  said?: (i: number) => Said;
}

export interface Said {
  content: string;
  created_at: string;
}

export interface Party {
  guests: Guest[];
  /** In the order in which they were planned. */
  chatIds: number[];
}

/**
 * Fills a data directory, while no server has it, with the very bytes that the store would have written.
 * @param passwordHash of all accounts; without it nobody can sign in by password.
 */
export function layOut(directory: string, guestCount: number, chats: PlannedChat[], passwordHash = '-'): Party {
  const tokens = createTokens(SECRET_KEY, systemClock);
  const created_at = new Date().toISOString();
  const guests = Array.from({ length: guestCount }, (_, i): Guest => {
    const username = `guest-${i}`;
    return { id: i + 1, username, token: tokens.sign(username) };
  });
  const chatIds = chats.map((_, i) => i + 1);
  const logs = path.join(directory, 'messages');
  mkdirSync(logs, { mode: 0o700 });
  let lastMessageId = 0;
  for (const [i, { guests: places, messages, said = saysTheSame() }] of chats.entries()) {
    if (messages === 0) continue;
    const senders = places.map((place) => guests[place]!);
    const plan = { chat_id: i + 1, senders, from: lastMessageId + 1, count: messages, said };
    writeLog(path.join(logs, `${i + 1}.jsonl`), plan);
    lastMessageId += messages;
  }
  const document: DocumentData = {
    ...emptyDocument,
    last_ids: { ...emptyDocument.last_ids, user: guestCount, chat: chats.length, message: lastMessageId },
    users: guests.map(({ id, username }) => ({
      ...newAccountFields,
      id,
      username,
      email: `${username}@example.org`,
      created_at,
      password_hash: passwordHash,
      is_guest: false,
      is_host: id === 1,
    })),
    chats: chats.map(({ guests: [owner] }, i) => ({
      id: i + 1,
      name: 'party',
      topic: null,
      picture: null,
      pinned_message_ids: [],
      owner_id: guests[owner!]!.id,
      is_group: true,
      created_at,
      is_ai_chat: false,
      created_after: 0,
    })),
    participants: chats.flatMap(({ guests: places }, i) =>
      places.map((place) => ({ chat_id: i + 1, user_id: guests[place]!.id, is_admin: false, notify: null })),
    ),
  };
  writeFileSync(path.join(directory, 'coop.json'), JSON.stringify(document), { mode: 0o600 });
  return { guests, chatIds };
}

/**
 * The same with chats that all guests take part in.
 * @param messages for each chat, how many messages it has.
 */
export function layOutParty(directory: string, guestCount: number, messages: number[]): Party {
  const everybody = Array.from({ length: guestCount }, (_, i) => i);
  return layOut(
    directory,
    guestCount,
    messages.map((count) => ({ guests: everybody, messages: count })),
  );
}

interface PlannedLog {
  chat_id: number;
  senders: Guest[];
  from: number;
  count: number;
  said: (i: number) => Said;
}

function saysTheSame(): (i: number) => Said {
  const created_at = new Date().toISOString();
  return (i) => ({ content: `Message ${i}: ${'all work and no play '.repeat(4)}`, created_at });
}

function writeLog(file: string, { chat_id, senders, from, count, said }: PlannedLog): void {
  const log = openSync(file, 'wx', 0o600);
  let lines: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < count; i++) {
    const { id: user_id, username } = senders[i % senders.length]!;
    const line = encodeLine(
      {
        id: from + i,
        chat_id,
        user_id,
        username,
        ...said(i),
        is_bot: false,
        status: 'complete',
        client_id: randomUUID(),
      },
      from + i,
      false,
    );
    lines.push(line);
    length += line.length;
    if (length < BLOCK && i < count - 1) continue;
    writeSync(log, Buffer.concat(lines, length));
    lines = [];
    length = 0;
  }
  closeSync(log);
}
