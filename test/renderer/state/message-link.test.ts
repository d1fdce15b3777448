import { afterEach, beforeEach, expect, test } from 'vitest';
import { messageLink, placeInLink, placeInPath } from '../../../renderer/state/message-link.ts';
import { setShareBase } from '../../../renderer/state/share-base.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';

const server = 'http://192.168.1.5:8000';

beforeEach(() => useApp.setState({ server }));
afterEach(() => {
  setShareBase(server, null);
  useApp.setState(initialState);
});

test('[JUMPTO9] a link to a message is read back as the place that it was made of', () => {
  expect(messageLink(3, 45)).toBe('http://192.168.1.5:8000/chats/3/45');
  expect(placeInLink(messageLink(3, 45))).toEqual({ chatId: 3, messageId: 45 });
  expect(placeInLink(`${server}/chats/3`)).toEqual({ chatId: 3, messageId: null });
});

test('[JUMPTO9] it has the address that others reach the server by, and both lead here', () => {
  setShareBase(server, 'http://10.0.0.7:8000');
  expect(messageLink(3, 45)).toBe('http://10.0.0.7:8000/chats/3/45');
  expect(placeInLink(messageLink(3, 45))).toEqual({ chatId: 3, messageId: 45 });
  expect(placeInLink(`${server}/chats/3/45`)).toEqual({ chatId: 3, messageId: 45 });
});

test.each([
  'http://192.168.1.50:8000/chats/3/45',
  'http://192.168.1.5:80001/chats/3/45',
  'http://192.168.1.5:8000.evil.example/chats/3/45',
  'https://192.168.1.5:8000/chats/3/45',
  `${server}/join/3`,
  `${server}/chats/0/45`,
  `${server}/chats/x`,
  `${server}/chats/3/45?x=1`,
  `${server}/chats/3/45/6`,
  `${server}/chats/99999999999999999999`,
  'javascript:alert(1)',
  '/chats/3/45',
])('[JUMPTO9] %s is a link like any other', (url) => {
  expect(placeInLink(url)).toBeNull();
});

test('[JUMPTO9] a path with an id that is none leads to no message', () => {
  expect(placeInPath('/chats/3/99999999999999999999')).toEqual({ chatId: 3, messageId: null });
  expect(placeInPath('/chats/3/')).toEqual({ chatId: 3, messageId: null });
  expect(placeInPath('/')).toBeNull();
});
