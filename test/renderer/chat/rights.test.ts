import { expect, test } from 'vitest';
import { rightsTo } from '../../../renderer/chat/message/rights.ts';
import { aMessage } from '../support/backend.ts';

const ada = { id: 1, username: 'ada' };
const own = aMessage(1, { user_id: 1, username: 'ada' });
const reply = aMessage(2, { user_id: null, username: 'Gemini', is_bot: true, asked_by: 'ada' });

test.each([
  ['one’s own', own, false, { edit: true, delete: true }],
  ['that of another', aMessage(3, { user_id: 2, username: 'bob' }), false, { edit: false, delete: false }],
  ['that of another, by an admin', aMessage(3, { user_id: 2, username: 'bob' }), true, { edit: false, delete: true }],
  ['a copy', { ...own, forwarded_from: 'bob' }, false, { edit: false, delete: true }],
  ['a reply one has asked for', reply, false, { edit: false, delete: true }],
  ['a reply another has asked for', { ...reply, asked_by: 'bob' }, false, { edit: false, delete: false }],
])('[MSG2] [MSG4] offered with %s', (_, message, isAdmin, rights) => {
  expect(rightsTo(message, ada, isAdmin)).toMatchObject(rights);
});

test('[MSG10] nothing is forwarded that is still being written, or that has neither text nor files', () => {
  const forwards = (fields: object) => rightsTo({ ...own, ...fields }, ada, false).forward;
  expect([forwards({}), forwards({ status: 'streaming' }), forwards({ content: '' })]).toEqual([true, false, false]);
});
