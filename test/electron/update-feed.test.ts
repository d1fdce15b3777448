import { expect, it } from 'vitest';
import { updateFeed } from '../../electron/update-feed.ts';

it('[SHELL17] newer versions are looked for over https only', () => {
  expect(updateFeed('https://updates.example.org/coop')).toBe('https://updates.example.org/coop');
  for (const given of [undefined, '', 'updates.example.org', 'http://updates.example.org', 'file:///tmp/feed']) {
    expect(updateFeed(given)).toBeUndefined();
  }
});
