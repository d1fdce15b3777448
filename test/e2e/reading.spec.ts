import type { Locator } from '@playwright/test';
import { text } from '../../renderer/texts/text.ts';
import { haveSaid } from '../support/long-history.ts';
import type { Person } from '../support/visitor.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

const rowOf = ({ chats }: Person, name: string): Locator => chats.getByRole('link', { name: new RegExp(name) });

/** What the server says that somebody has not read in a chat. */
async function unreadOf({ account }: Person, chat: number): Promise<number> {
  const { body } = await account.call('GET', '/api/chats');
  return (body as { id: number; unread_count: number }[]).find(({ id }) => id === chat)!.unread_count;
}

/** Where a message is, with what stands above it and in its corner. */
const placeOf = ({ log }: Person, id: number): Locator => log.locator(`:has(> [data-message="${id}"])`);

const isTop = (element: Element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
};

test('[READ1] [READ2] [READ5] [READ6] what is not read is the same on every device and after a reload, until one reads it', async ({
  person,
  again,
  group,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const plans = await group('Plans', ann, bob);
  const here = await group('Here', ann, bob);
  const phone = await again(ann.account);
  await ann.open(here);
  await phone.open(here);
  const socket = await bob.account.connect();
  const say = async (content: string) => {
    socket.send({ type: 'message', chat_id: plans, content });
    await socket.next('activity', ({ preview }) => preview === content);
  };
  await say('Shall we go?');
  await say('@ann, are you there?');
  for (const device of [ann, phone]) {
    const row = rowOf(device, 'Plans');
    await expect(row).toContainText(/bob: @ann, are you there\?.*1 mention.*2 unread messages/);
    await expect(row.locator('time')).toHaveText(/\d:\d\d/);
  }
  await ann.page.reload();
  await expect(rowOf(ann, 'Plans')).toContainText(/1 mention.*2 unread messages/);
  await phone.chats.getByRole('link', { name: /Plans/ }).press('Enter');
  await expect(phone.message('are you there?')).toBeInViewport();
  for (const device of [phone, ann]) await expect(rowOf(device, 'Plans')).not.toContainText(/mention|unread/);
  expect(await unreadOf(ann, plans)).toBe(0);
  socket.webSocket.close();
});

test('[JUMPTO10] whoever is led to a message that has the newest one in sight reads what is said now', async ({
  person,
  group,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const here = await group('Here', ann, bob);
  const socket = await bob.account.connect();
  const say = async (content: string, reply_to?: number): Promise<number> => {
    socket.send({ type: 'message', chat_id: here, content, ...(reply_to && { reply_to }) });
    return (await socket.next('activity', ({ preview }) => preview === content)).message_id;
  };
  await ann.open(here);
  const question = await say('Shall we go?');
  await say('I would like to', question);
  await ann
    .message('I would like to')
    .getByRole('button', { name: /Shall we go/ })
    .click();
  await expect(ann.log.locator(`[data-message="${question}"]`)).toBeFocused();
  await say('Now?');
  await expect(ann.message('Now?')).toBeInViewport();
  await expect.poll(() => unreadOf(ann, here)).toBe(0);
  await expect(rowOf(ann, 'Here')).not.toContainText(/unread/);
  socket.webSocket.close();
});

test('[READ1] [JUMPTO3] keys lead to where the unread messages begin; who reads there has not read what is said now', async ({
  person,
  group,
  server,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Long', ann, bob);
  const ids = await haveSaid(server, chat, [bob], { count: 150, apart: 60_000, content: (n) => `message ${n} of 150` });
  await ann.account.call('POST', `/api/chats/${chat}/mark-read`, { message_id: ids[59] });
  await ann.open(chat);
  await expect(ann.message('message 150 of')).toBeInViewport();
  await expect(ann.button(text('unread.jump', { count: 90 }))).toBeVisible();
  await look(ann, 'first-unread', 'wide-light');
  const jump = ann.button(text('unread.jump', { count: 90 }));
  await jump.press('Enter');
  const divider = ann.log.getByRole('separator', { name: text('timeline.unread') });
  await expect(divider).toBeInViewport();
  await expect(ann.log.locator(`[data-message="${ids[60]}"]`)).toBeFocused();
  await expect(placeOf(ann, ids[60]!)).toContainText(text('timeline.unread'));
  await expect(jump).toHaveCount(0);
  await expect.poll(() => unreadOf(ann, chat)).toBe(0);

  const socket = await bob.account.connect();
  socket.send({ type: 'message', chat_id: chat, content: 'something new' });
  const latest = ann.button(text('timeline.jump.count', { count: 1 }));
  await expect(latest).toBeVisible();
  await expect(rowOf(ann, 'Long')).toContainText(text('sidebar.unread', { count: 1 }));
  await expect(ann.page.getByRole('button', { name: /unread message/ })).toHaveCount(0);
  expect(await unreadOf(ann, chat)).toBe(1);
  await latest.press('Enter');
  await expect(ann.message('something new')).toBeInViewport();
  await expect(rowOf(ann, 'Long')).not.toContainText('unread');
  await expect.poll(() => unreadOf(ann, chat)).toBe(0);
  socket.webSocket.close();
});

for (const { looks, options } of views) {
  test(`[READ7] [PRESENCE1] [PRESENCE4] [PRESENCE5] who has read what, and who is here, by keys alone, ${looks}`, async ({
    person,
    group,
    server,
  }) => {
    const isPhone = looks.startsWith('phone');
    const [ann, bob, cy] = [await person('ann', options), await person('bob'), await person('cy')];
    const chat = await group('Plans', ann, bob, cy);
    const noisy = await group('Noisy', bob, ann);
    const busy = await group('Busy', bob, ann);
    for (const other of [bob, cy]) {
      const body = { participant_usernames: [other.username] };
      expect((await ann.account.call('POST', '/api/chats', body)).status).toBe(200);
    }
    (await cy.account.connect()).webSocket.close();
    // Nobody has to wait for the moment when it is told.
    await server.stop();
    await server.start();
    await ann.open(chat);
    const socket = await bob.account.connect();
    socket.send({ type: 'join', chat_id: chat });
    await socket.next('joined');
    const said: number[] = [];
    for (const content of [
      'Who is coming along tomorrow?',
      'I am, and I bring the map that we had last year. '.repeat(3).trim(),
    ]) {
      await ann.say(content);
      said.push((await socket.next('message', (frame) => frame.content === content)).message_id);
    }
    const seenIn = (id: number) => placeOf(ann, id).getByRole('button', { name: /^Seen by/ });

    await test.step('receipts move, and say who', async () => {
      socket.send({ type: 'read', chat_id: chat, message_id: said[0]! });
      await expect(seenIn(said[0]!)).toHaveAccessibleName(text('receipts.label', { names: 'bob' }));
      await cy.account.call('POST', `/api/chats/${chat}/mark-read`, { message_id: said[1]! });
      await expect(seenIn(said[1]!)).toHaveAccessibleName(text('receipts.label', { names: 'cy' }));
      socket.send({ type: 'read', chat_id: chat, message_id: said[1]! });
      await expect(seenIn(said[1]!)).toHaveAccessibleName(/bob/);
      await expect(seenIn(said[0]!)).toHaveCount(0);
      await seenIn(said[1]!).press('Enter');
      const list = ann.page.getByRole('dialog', { name: text('receipts.title') });
      await expect(list.getByRole('listitem')).toHaveCount(2);
      expect(await list.evaluate(isTop)).toBe(true);
      await look(ann, 'receipts', looks);
      await ann.page.keyboard.press('Escape');
      await expect(list).toHaveCount(0);
      await expect(seenIn(said[1]!)).toBeFocused();
    });

    await test.step('the list of chats shows who is here and what is not read', async () => {
      for (const [chat_id, content] of [
        [noisy, 'Blah'],
        [busy, '@ann look at this'],
        [busy, 'It is as long as a preview of what was said can be, and longer'],
      ] as const) {
        socket.send({ type: 'message', chat_id, content });
        await socket.next('activity', ({ preview }) => preview.startsWith(content.slice(0, 10)));
      }
      if (isPhone) await ann.page.goto('/');
      await expect(rowOf(ann, 'Busy')).toBeVisible();
      const bobs = rowOf(ann, 'Private chat.*bob');
      const cys = rowOf(ann, 'Private chat.*cy');
      await expect(bobs.getByRole('img', { name: text('presence.online') })).toBeVisible();
      await expect(cys.getByRole('img', { name: text('presence.offline') })).toBeVisible();
      await rowOf(ann, 'Noisy').click({ button: 'right' });
      await ann.page.getByRole('menuitemradio', { name: text('level.none'), exact: true }).click();
      socket.send({ type: 'presence', status: 'away' });
      await expect(bobs.getByRole('img', { name: text('presence.away') })).toBeVisible();
      await expect(rowOf(ann, 'Busy')).toContainText(/1 mention.*2 unread messages/);
      await look(ann, 'unread', looks);
    });

    await test.step('when somebody was last here is said, unless they do not want that', async () => {
      await rowOf(ann, 'Private chat.*cy').press('Enter');
      const contact = ann.page.locator('header').filter({ has: ann.page.getByRole('heading', { name: 'cy' }) });
      await expect(contact).toContainText(text('presence.lastSeen', { ago: text('presence.now') }));
      await cy.account.call('PATCH', '/api/auth/me', { shows_last_seen: false });
      await expect(contact).toContainText(text('presence.offline'));
      if (isPhone) await ann.page.goto('/');
      await expect(rowOf(ann, 'Plans')).toBeVisible();
      await ann.page.getByRole('button', { name: /^Your account/ }).press('Enter');
      await ann.page.getByRole('menuitem', { name: text('user.settings') }).press('Enter');
      const choice = ann.page.getByRole('switch', { name: text('presence.shown') });
      await expect(choice).toBeChecked();
      await look(ann, 'last-seen-choice', looks);
      await choice.press('Space');
      const shown = async () => (await ann.account.call('GET', '/api/auth/me')).body.shows_last_seen as boolean;
      await expect.poll(shown).toBe(false);
    });
    socket.webSocket.close();
  });
}
