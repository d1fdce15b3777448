import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand';
import type { ProfileEntry } from '../../../server/protocol/profiles.ts';
import { newChatState } from '../../../renderer/state/chats.ts';
import { keepProfiles } from '../../../renderer/state/kept-profiles.ts';
import { createProfileWatch } from '../../../renderer/state/profile-watch.ts';
import { fullNameOf, withProfileFrame, withProfiles } from '../../../renderer/state/profiles.ts';
import { initialState } from '../../../renderer/state/store.ts';
import type { AppState } from '../../../renderer/state/types.ts';
import { aChat } from '../support/backend.ts';
import { FakePage, Profile } from '../support/browser.ts';

const entry = (id: number, username: string, display_name: string | null = null): ProfileEntry => ({
  id,
  username,
  display_name,
  avatar: null,
  about: null,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A watch on a server that knows everybody under their name in capitals; `asked` is what it was asked. */
function watching() {
  const store = createStore<AppState>()(() => initialState);
  const asked: string[][] = [];
  let fails = false;
  const profiles = async (usernames: readonly string[]) => {
    asked.push([...usernames]);
    await Promise.resolve();
    if (fails) throw new Error('not now');
    return usernames.map((username, id) => entry(id + 1, username, username.toUpperCase()));
  };
  const watch = createProfileWatch(store, { profiles });
  return { store, asked, watch, fail: (on: boolean) => (fails = on) };
}

test('[PROFILE8] all who are shown are asked for together, once, and again after a lost connection as long as they are shown', async () => {
  const { store, asked, watch } = watching();
  const [, leave] = [watch.watch(['ann', 'bob']), watch.watch(['bob', 'cleo'])];
  await pass(20);
  expect(asked).toEqual([['ann', 'bob', 'cleo']]);
  expect(store.getState().profiles.get('bob')?.display_name).toBe('BOB');
  watch.watch(['ann']);
  await pass(1000);
  expect(asked).toHaveLength(1);
  leave();
  watch.connected();
  await pass(20);
  expect(asked.slice(1)).toEqual([['ann', 'bob']]);
  watch.close();
});

test('[PROFILE8] a thousand are asked for by the hundred, who scrolls by is not, and what fails is tried again', async () => {
  const { asked, watch, fail } = watching();
  const names = Array.from({ length: 250 }, (_, n) => `user${n}`);
  const leave = watch.watch(['gone']);
  watch.watch(names);
  leave();
  fail(true);
  await pass(20);
  fail(false);
  await pass(6000);
  expect(asked[0]).toHaveLength(100);
  expect(asked.slice(1).flat().toSorted()).toEqual(names.toSorted());
  watch.close();
});

test('[PROFILE8] what a frame has told is not overwritten by an older answer', async () => {
  const { store, watch } = watching();
  watch.watch(['ann']);
  vi.advanceTimersByTime(20);
  watch.heard(['ann']);
  store.setState((state) => withProfiles(state, [entry(1, 'ann', 'Newer')]));
  await pass(0);
  expect(store.getState().profiles.get('ann')?.display_name).toBe('Newer');
  watch.close();
});

test('[PROFILE8] what people are called is kept between visits', async () => {
  const [storage, page] = [new Profile().tab(), new FakePage()];
  const before = createStore<AppState>()(() => initialState);
  const end = keepProfiles(before, storage, page, 'p:');
  before.setState((state) => withProfiles(state, [entry(1, 'ann', 'Ann Lee'), entry(2, 'bob')]));
  await pass(1000);
  end();
  const after = createStore<AppState>()(() => initialState);
  keepProfiles(after, storage, page, 'p:')();
  expect([...after.getState().profiles]).toEqual([
    ['ann', { id: 1, display_name: 'Ann Lee', avatar: null, about: null }],
  ]);
  storage.set('p:profiles', '[["ann"]]');
  const damaged = createStore<AppState>()(() => initialState);
  keepProfiles(damaged, storage, page, 'p:')();
  expect(damaged.getState().profiles.size).toBe(0);
});

test('[PROFILE9] two of one chat who are called alike are shown with their usernames, others are not', () => {
  const chat = newChatState(aChat(1, { participant_usernames: ['ann', 'bob'] }));
  const elsewhere = newChatState(aChat(2, { participant_usernames: ['ann', 'cleo'] }));
  let state: AppState = { ...initialState, chats: { 1: chat, 2: elsewhere } };
  state = withProfiles(state, [entry(1, 'ann', 'Sam'), entry(2, 'bob', 's a m'), entry(3, 'cleo', 'Cleo P.')]);
  expect(fullNameOf(state, 'ann', 1)).toBe('Sam (@ann)');
  expect(fullNameOf(state, 'bob', 1)).toBe('s a m (@bob)');
  expect(fullNameOf(state, 'ann', 2)).toBe('Sam');
  expect(fullNameOf(state, 'ann', null)).toBe('Sam');
  expect(fullNameOf(state, 'constructor', 1)).toBe('constructor');
  const told = { type: 'profile_changed', user_id: 2, username: 'bob', display_name: null, avatar: null, about: null };
  const next = withProfileFrame(state, told as Parameters<typeof withProfileFrame>[1]);
  expect(fullNameOf(next, 'ann', 1)).toBe('Sam');
  expect(withProfileFrame(next, told as Parameters<typeof withProfileFrame>[1])).toBe(next);
});
