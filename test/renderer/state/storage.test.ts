import { afterEach, expect, test } from 'vitest';
import { browserStorage } from '../../../renderer/state/storage.ts';

afterEach(() => {
  localStorage.clear();
});

test('what is kept is in local storage', () => {
  const storage = browserStorage(window);
  storage.set('a:1', 'one');
  storage.set('b:1', 'other');
  expect(localStorage.getItem('a:1')).toBe('one');
  expect(storage.get('a:1')).toBe('one');
  expect(storage.keys('a:')).toEqual(['a:1']);
  storage.remove('a:1');
  expect(storage.get('a:1')).toBeNull();
});

test('[CLIENT22] where there is no local storage, memory takes its place', () => {
  const page = new EventTarget() as Window;
  Object.defineProperty(page, 'localStorage', {
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  const storage = browserStorage(page);
  storage.set('a:1', 'one');
  expect(storage.get('a:1')).toBe('one');
  expect(storage.keys('a:')).toEqual(['a:1']);
  storage.remove('a:1');
  expect(storage.get('a:1')).toBeNull();
});

test('[CLIENT22] what a full local storage does not take stays in memory, and no older text comes back', () => {
  const texts = new Map([['a:1', 'old']]);
  const page = Object.assign(new EventTarget(), {
    localStorage: {
      get length() {
        return texts.size;
      },
      key: (index: number) => [...texts.keys()][index] ?? null,
      getItem: (key: string) => texts.get(key) ?? null,
      removeItem: (key: string) => texts.delete(key),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    },
  });
  const storage = browserStorage(page as unknown as Window);
  storage.set('a:1', 'new');
  expect(storage.get('a:1')).toBe('new');
  expect(storage.keys('a:')).toEqual(['a:1']);
  expect(texts.size).toBe(0);
});

test('hears of other tabs until it stops listening', () => {
  const heard: [string, string | null][] = [];
  const stop = browserStorage(window).onChange((key, text) => heard.push([key, text]));
  window.dispatchEvent(new StorageEvent('storage', { key: 'a', newValue: 'one' }));
  window.dispatchEvent(new StorageEvent('storage', { key: 'a', newValue: null }));
  stop();
  window.dispatchEvent(new StorageEvent('storage', { key: 'a', newValue: 'two' }));
  expect(heard).toEqual([
    ['a', 'one'],
    ['a', null],
  ]);
});
