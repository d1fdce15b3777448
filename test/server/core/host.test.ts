import { expect, test } from 'vitest';
import { createMemoryBackplane } from '../../../server/backplane/memory.ts';
import { Host, PEOPLE_NEWS_INTERVAL } from '../../../server/core/host.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createFakeClock } from '../../support/clock.ts';
import { newAccount } from '../../support/records.ts';

async function setUp() {
  const [store, backplane, clock] = [createMemoryStore(), createMemoryBackplane(), createFakeClock()];
  const host = await Host.load({ store, backplane, clock });
  let news = 0;
  backplane.subscribe('user:1', ({ frame }) => void (frame.type === 'people_changed' && news++));
  return { store, clock, host, backplane, news: () => news };
}

test('[PEOPLE2] many changes at once are told once at the start and once at the end of an interval', async () => {
  const { store, clock, host, news } = await setUp();
  host.peopleChanged(await store.addAccount(newAccount('ann')));
  for (let change = 0; change < 100; change++) host.peopleChanged();
  expect(news()).toBe(1);
  await clock.advance(PEOPLE_NEWS_INTERVAL);
  expect(news()).toBe(2);
  await clock.advance(10 * PEOPLE_NEWS_INTERVAL);
  expect(news()).toBe(2);
  host.peopleChanged();
  expect(news()).toBe(3);
});

test('[PEOPLE2] nobody is told before there is a host, or after the end', async () => {
  const { store, clock, host, news } = await setUp();
  host.peopleChanged();
  expect([host.username, news()]).toEqual([undefined, 0]);
  await clock.advance(PEOPLE_NEWS_INTERVAL);
  host.peopleChanged(await store.addAccount(newAccount('ann')));
  host.peopleChanged(await store.addAccount(newAccount('bob')));
  expect(host.username).toBe('ann');
  host.close();
  host.peopleChanged();
  expect(clock.timers).toEqual([]);
  await clock.advance(PEOPLE_NEWS_INTERVAL);
  expect(news()).toBe(1);
});

test('[PARTY1] who is the host is known again after a restart', async () => {
  const { store, backplane, clock } = await setUp();
  await store.addAccount(newAccount('ann'));
  expect((await Host.load({ store, backplane, clock })).username).toBe('ann');
});
