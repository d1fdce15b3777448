import { createHmac } from 'node:crypto';
import type { Chat } from '../../../server/protocol/chats.ts';
import type { ClientFrame, ServerFrame } from '../../../server/protocol/frames.ts';
import type { Health } from '../../../server/protocol/health.ts';
import type { Invite } from '../../../server/protocol/invites.ts';
import type { Message } from '../../../server/protocol/messages.ts';
import type { PersonEntry } from '../../../server/protocol/people.ts';
import { defaultPreferences, type Preferences } from '../../../server/protocol/preferences.ts';
import type { PresenceEntry } from '../../../server/protocol/presence.ts';
import type { ReadReceipt } from '../../../server/protocol/reading.ts';
import type { User } from '../../../server/protocol/users.ts';

export const ada: User = {
  id: 1,
  username: 'ada',
  email: 'ada@example.org',
  created_at: '2026-01-01T00:00:00.000Z',
  preferences: defaultPreferences,
};
export const TOKEN = 'aaa.bbb.ccc';

/** A chat of the tests, with everything filled in. */
export function aChat(id: number, fields: Partial<Chat> = {}): Chat {
  return {
    id,
    name: `Chat ${id}`,
    topic: null,
    picture: null,
    pinned_message_ids: [],
    owner_id: 1,
    is_group: true,
    created_at: '2026-01-01T00:00:00.000Z',
    is_ai_chat: false,
    participant_usernames: ['ada', 'bob'],
    read_id: 0,
    unread_count: 0,
    mention_count: 0,
    last_message: null,
    last_message_time: null,
    ...fields,
  };
}

/** A message of the tests, with everything filled in. */
export function aMessage(id: number, fields: Partial<Message> = {}): Message {
  return {
    id,
    chat_id: 1,
    user_id: 2,
    username: 'bob',
    content: `text ${id}`,
    is_bot: false,
    created_at: '2026-01-01T00:00:00.000Z',
    status: 'complete',
    ...fields,
  };
}

/** An invite of the tests, with everything filled in. */
export function anInvite(id: number, fields: Partial<Invite> = {}): Invite {
  return {
    id,
    token: `token-${id}`,
    code: 'ABCD1234',
    chat_id: null,
    created_by: 'ada',
    created_at: '2026-01-01T00:00:00.000Z',
    expires_at: null,
    uses: 0,
    ...fields,
  };
}

/** Somebody as the host sees them. */
export function aPerson(id: number, fields: Partial<PersonEntry> = {}): PersonEntry {
  return {
    id,
    username: `person${id}`,
    is_guest: false,
    is_host: false,
    created_at: '2026-01-01T00:00:00.000Z',
    online: false,
    ...fields,
  };
}

/** What a server has, and what it answers; REST only. */
export class Backend {
  /** What it says of itself beside the usual. */
  about: Partial<Health> = {};
  chats: Chat[] = [aChat(1), aChat(2)];
  messages: Message[] = [];
  invites: Invite[] = [];
  people: PersonEntry[] = [];
  presence: PresenceEntry[] = [];
  receipts: ReadReceipt[] = [];
  preferences: Preferences = defaultPreferences;
  /** Every call, e.g. `GET /api/chats`. */
  calls: string[] = [];
  /** Answers with this status instead, for paths that contain the text. */
  broken: { path: string; status: number; body: unknown } | null = null;
  unreachable = false;
  acceptsToken = true;
  /** The session is still good where the token is not. */
  renews = false;
  /** What it knows of the token's last part. */
  signature = 'ccc';
  /** While set, answers are made but not given: calls that start now end when this resolves. */
  gate: Promise<void> | null = null;

  answer(method: string, url: string, authorization: string | null, sent?: unknown): { status: number; body: unknown } {
    const { pathname, searchParams } = new URL(url, 'http://server.test');
    this.calls.push(`${method} ${pathname}${[...searchParams].length > 0 ? `?${searchParams.toString()}` : ''}`);
    if (this.broken && pathname.includes(this.broken.path)) return this.broken;
    if (pathname === '/health') {
      const usual = { status: 'healthy', version: '1', bot: { kind: 'demo', model: 'demo' }, store: 'json' };
      return ok({ ...usual, ...this.about });
    }
    if (pathname === '/api/auth/register') return ok(ada);
    if (pathname === '/api/auth/login') return ok({ access_token: TOKEN, token_type: 'bearer' });
    if (pathname === '/api/auth/renew') {
      if (this.renews) return ok({ access_token: TOKEN, token_type: 'bearer' });
      return { status: 401, body: { detail: 'Sign in again.', code: 'not_authenticated' } };
    }
    if (pathname === '/api/auth/prove') {
      const { nonce } = JSON.parse(String(sent)) as { nonce: string };
      return ok({ proof: createHmac('sha256', this.signature).update(nonce).digest('base64url') });
    }
    if (pathname === '/api/auth/guest') {
      const user = { ...ada, email: null, is_guest: true };
      return ok({ access_token: TOKEN, token_type: 'bearer', user, chat_id: 1 });
    }
    if (pathname === '/api/invites/check') return ok({ invited_by: 'bob', chat_name: 'Crew', expires_at: null });
    if (!this.acceptsToken || authorization !== `Bearer ${TOKEN}`) {
      return { status: 401, body: { detail: 'Sign in again.', code: 'not_authenticated' } };
    }
    if (pathname === '/api/auth/me') {
      const { preferences, ...change } = (method === 'PATCH' ? JSON.parse(String(sent)) : {}) as Partial<User>;
      this.preferences = { ...this.preferences, ...preferences };
      return ok({ ...ada, ...change, preferences: this.preferences });
    }
    if (pathname === '/api/auth/upgrade') return ok(ada);
    if (pathname === '/api/people') return ok(this.people);
    if (pathname === '/api/presence') return ok(this.presence);
    if (pathname.endsWith('/read-receipts')) return ok(this.receipts);
    if (pathname === '/api/invites') return ok(method === 'POST' ? anInvite(3, { chat_id: 1 }) : this.invites);
    if (pathname === '/api/invites/accept') return ok({ chat_id: 1 });
    if (pathname.endsWith('/renew')) return ok(anInvite(1, { token: 'token-1-renewed' }));
    if (method === 'DELETE') return ok({ message: 'done' });
    if (pathname === '/api/chats') return ok(method === 'POST' ? aChat(3) : this.chats);
    const [, chatId, rest] = /^\/api\/chats\/(\d+)\/(\w+)$/.exec(pathname) ?? [];
    if (rest === 'messages') {
      const around = searchParams.get('around');
      const isThere = this.messages.some((entry) => entry.id === Number(around) && entry.chat_id === Number(chatId));
      if (around === null || isThere) return ok(this.page(Number(chatId), searchParams));
      return { status: 404, body: { detail: 'That message does not exist.', code: 'not_found' } };
    }
    if (rest === 'notifications') return ok(JSON.parse(String(sent)));
    if (rest === 'participants') return ok([ada]);
    if (rest === 'invite') return ok({ message: 'invited' });
    return { status: 404, body: { detail: 'There is nothing at this address.', code: 'not_found' } };
  }

  page(chatId: number, query: URLSearchParams): Message[] {
    const limit = Number(query.get('limit') ?? 50);
    const after = query.get('after');
    const before = query.get('before');
    const range = this.messages.filter(
      ({ id, chat_id }) =>
        chat_id === chatId && (after === null || id > Number(after)) && (before === null || id < Number(before)),
    );
    const around = query.get('around');
    if (around !== null) {
      const index = range.findIndex(({ id }) => id === Number(around));
      const half = Math.floor(limit / 2);
      return range.slice(Math.max(0, index - half), index + limit - half);
    }
    return after === null ? range.slice(-limit) : range.slice(0, limit);
  }

  /** Sets the gate; returns what opens it. */
  hold(): () => void {
    const waiting: (() => void)[] = [];
    this.gate = new Promise((resolve) => waiting.push(resolve));
    return () => {
      this.gate = null;
      waiting.forEach((resolve) => resolve());
    };
  }

  /** `fetch` that asks this backend, without any network. */
  fetch: typeof fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    await Promise.resolve();
    if (this.unreachable) throw new TypeError('Failed to fetch');
    const headers = new Headers(init?.headers);
    const answer = this.answer(init?.method ?? 'GET', input as string, headers.get('authorization'), init?.body);
    await this.gate;
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  };

  /** Stores what a message frame brings, once per `client_id`, and returns its echo. */
  store(frame: Extract<ClientFrame, { type: 'message' }>): Extract<ServerFrame, { type: 'message' }> {
    const { chat_id, content, client_id } = frame;
    let stored = this.messages.find((entry) => entry.client_id === client_id && entry.chat_id === chat_id);
    if (!stored) {
      stored = aMessage((this.messages.at(-1)?.id ?? 0) + 1, {
        chat_id,
        content,
        user_id: ada.id,
        username: ada.username,
        ...(client_id === undefined ? {} : { client_id }),
      });
      this.messages.push(stored);
    }
    const { id, status: _, ...fields } = stored;
    return { type: 'message', message_id: id, ...fields };
  }
}

function ok(body: unknown) {
  return { status: 200, body };
}
