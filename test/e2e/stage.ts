// Playwright wants a pattern also where a fixture needs no other one.
/* oxlint-disable no-empty-pattern */
import { test as base, expect, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { serverPrefix, sessionKey } from '../../renderer/state/stored-session.ts';
import type { TestPerson } from '../support/client.ts';
import { listenToComplaints, outage, type Complaints } from '../support/complaints.ts';
import { startGeminiApi, type GeminiApi } from '../support/gemini-api.ts';
import { startServed, type Served } from '../support/served.ts';
import { Person, Visitor } from '../support/visitor.ts';

/** What a test has to play with. Whatever nobody expected on a page or in the server's log fails it at its end. */
interface Stage {
  gemini: GeminiApi;
  /** The built server, which asks `gemini`. */
  server: Served;
  /** A browser that nobody has signed in with. */
  visitor: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** A browser in which somebody with a fresh account of that name is signed in; nothing is open yet. */
  person: (username: string, options?: BrowserContextOptions) => Promise<Person>;
  /** Signs somebody who has an account already in with another browser. */
  again: (account: TestPerson, options?: BrowserContextOptions) => Promise<Person>;
  /** Makes a group chat of these people, the first its owner; its id. */
  group: (name: string, ...people: [Person, ...Person[]]) => Promise<number>;
  /** From now on the server may be away. */
  expectOutage: () => void;
}

export const test = base.extend<Stage & { everyComplaint: Complaints[] }>({
  gemini: async ({}, use) => {
    const api = await startGeminiApi();
    await use(api);
    await api.close();
  },
  server: async ({ gemini }, use) => {
    const server = await startServed({ GEMINI_API_KEY: gemini.key, GEMINI_BASE_URL: gemini.url });
    await use(server);
    await server.close();
    expect(server.complaints(), 'what the server logged').toEqual([]);
  },
  everyComplaint: async ({}, use) => {
    const all: Complaints[] = [];
    await use(all);
    expect(
      all.flatMap(({ list }) => list),
      'what the pages complained about',
    ).toEqual([]);
  },
  visitor: async ({ browser, server, everyComplaint }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: server.url, ...options });
      contexts.push(context);
      const complaints = listenToComplaints(context, server.url);
      everyComplaint.push(complaints);
      return new Visitor(await context.newPage(), complaints);
    });
    for (const context of contexts) await context.close();
  },
  again: async ({ server, visitor }, use) => {
    await use(async (account, options) => {
      const { body: user } = await account.call('GET', '/api/auth/me');
      const session = {
        name: sessionKey(serverPrefix('', server.url)),
        value: JSON.stringify({ token: account.token, user }),
      };
      const storageState = { cookies: [], origins: [{ origin: server.url, localStorage: [session] }] };
      const { page, complaints } = await visitor({ ...options, storageState });
      return new Person(page, complaints, account);
    });
  },
  person: async ({ server, again }, use) => {
    await use(async (username, options) => again(await server.client.person(username), options));
  },
  group: async ({}, use) => {
    await use(async (name, owner, ...others) => {
      const participant_usernames = others.map(({ username }) => username);
      const { body } = await owner.account.call('POST', '/api/chats', { name, is_group: true, participant_usernames });
      return body.id as number;
    });
  },
  expectOutage: async ({ everyComplaint }, use) => {
    await use(() => {
      for (const complaints of everyComplaint) complaints.expects(outage);
    });
  },
});

export { expect };
