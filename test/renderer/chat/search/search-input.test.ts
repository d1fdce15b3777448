import { expect, test } from 'vitest';
import { countFilters, nothingAsked, startOfDay, toRequest } from '../../../../renderer/chat/search/search-input.ts';
import { searchQuery } from '../../../../server/protocol/search.ts';

test('[SEARCHUI3] days are those of the reader, the last one included', () => {
  const request = toRequest({ ...nothingAsked, since: '2026-11-20', until: '2026-11-30' });
  expect(request).toEqual({
    since: new Date(2026, 10, 20).toISOString(),
    until: new Date(2026, 11, 1).toISOString(),
  });
  expect(startOfDay('')).toBeNull();
  expect(startOfDay('2026-1-1')).toBeNull();
});

test('[SEARCHUI3] what is not filled in is not asked for, and nothing at all is no question', () => {
  expect(toRequest(nothingAsked)).toBeNull();
  expect(toRequest({ ...nothingAsked, query: '  "" ' })).toBeNull();
  expect(toRequest({ ...nothingAsked, query: ' otter ' })).toEqual({ query: 'otter' });
  expect(toRequest({ ...nothingAsked, from: 'bob', hasFile: true })).toEqual({ from: 'bob', has_file: true });
  expect(countFilters({ query: 'x', from: 'bob', since: '', until: '2026-11-30', hasFile: true })).toBe(3);
});

test('[SEARCHUI3] whatever is filled in is a question that the server understands', () => {
  const request = toRequest({ query: 'otter', from: 'bob', since: '2026-11-20', until: '2026-11-30', hasFile: true });
  const asString = Object.fromEntries(Object.entries(request!).map(([name, value]) => [name, String(value)]));
  expect(searchQuery.parse(asString)).toMatchObject({
    query: 'otter',
    from: 'bob',
    since: new Date(2026, 10, 20).getTime(),
    until: new Date(2026, 11, 1).getTime(),
    has_file: true,
  });
});
