import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { eventText } from '../../../renderer/chat/timeline/event-text.tsx';
import type { ChatEvent } from '../../../renderer/state/types.ts';

afterEach(cleanup);

const said = (event: ChatEvent) => render(<p>{eventText(event)}</p>).container.textContent;
/** Names are kept apart from the sentence by marks that nobody sees. */
const plain = (event: ChatEvent) => said(event)?.replaceAll(/[\u2066-\u2069]/gu, '');

test.each<[ChatEvent, string]>([
  [{ kind: 'added', username: 'bob' }, 'bob is in this chat now'],
  [{ kind: 'added', username: 'bob', by: 'ann' }, 'ann added bob'],
  [{ kind: 'removed', username: 'bob' }, 'bob is not in this chat any more'],
  [{ kind: 'removed', username: 'bob', by: 'ann' }, 'ann removed bob'],
  [{ kind: 'left', username: 'bob' }, 'bob left the chat'],
  [{ kind: 'role', username: 'bob', role: 'owner' }, 'bob owns this chat now'],
  [{ kind: 'role', username: 'bob', role: 'admin' }, 'bob is an admin now'],
  [{ kind: 'role', username: 'bob', role: 'member' }, 'bob is no admin any more'],
  [{ kind: 'renamed', name: 'Crew' }, 'The chat is called “Crew” now'],
  [{ kind: 'renamed', name: 'Crew', by: 'ann' }, 'ann renamed the chat to “Crew”'],
  [{ kind: 'renamed', name: null }, 'The chat has no name any more'],
  [{ kind: 'renamed', name: null, by: 'ann' }, 'ann took the chat’s name away'],
  [{ kind: 'topic', topic: 'Boats' }, 'The topic is “Boats” now'],
  [{ kind: 'topic', topic: 'Boats', by: 'ann' }, 'ann changed the topic to “Boats”'],
  [{ kind: 'topic', topic: null }, 'The chat has no topic any more'],
  [{ kind: 'topic', topic: null, by: 'ann' }, 'ann took the topic away'],
  [{ kind: 'picture', isGone: false }, 'The chat’s picture is another one now'],
  [{ kind: 'picture', isGone: false, by: 'ann' }, 'ann changed the chat’s picture'],
  [{ kind: 'picture', isGone: true }, 'The chat has no picture any more'],
  [{ kind: 'picture', isGone: true, by: 'ann' }, 'ann took the chat’s picture away'],
])('[MEMBER3] [MEMBER4] the timeline tells %o', (event, sentence) => {
  expect(plain(event)).toBe(sentence);
});
