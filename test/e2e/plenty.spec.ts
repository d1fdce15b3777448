import type { Locator } from '@playwright/test';
import { text } from '../../renderer/texts/text.ts';
import { fillDirectory } from '../support/filled.ts';
import { newAccount, newChat, newMessage } from '../support/records.ts';
import { names, texts } from '../support/scripts.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

const COUNT = 1000;

/** Places of those rows of a long list that are on the page, the first being 1. */
const places = (list: Locator) =>
  list.getByRole('listitem').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-posinset'))));

/** The place of the row that has the focus. */
const focusedPlace = (list: Locator) =>
  list.evaluate((element) => {
    const row = element.ownerDocument.activeElement?.closest('li');
    return row && element.contains(row) ? Number(row.getAttribute('aria-posinset')) : null;
  });

test('[PLENTY5] a thousand chats and a thousand people are looked through as quickly as a few, by mouse and by keyboard', async ({
  person,
  server,
}) => {
  const ann = await person('ann');
  await server.stop();
  const everybody = await fillDirectory(server.dataDirectory, async (store) => {
    const several = <Item>(make: (n: number) => Promise<Item>) =>
      Promise.all(Array.from({ length: COUNT }, (_, n) => make(n)));
    const people = await several((n) => store.addAccount(newAccount(`user${n}`)));
    const me = ann.account.id;
    await several((n) => store.addChat(newChat({ name: `Chat ${n}`, owner_id: me }), [me, people[n]!.id]));
    const all = [me, ...people.map(({ id }) => id)];
    return store.addChat(newChat({ name: 'Everybody', owner_id: all[1]! }), all);
  });
  await server.start();
  await ann.open(everybody.id);
  await ann.expectConnected();

  await test.step('of the chats only those near the view are on the page, to the last one', async () => {
    await expect(ann.chats.getByRole('link', { name: 'Everybody' })).toBeVisible();
    expect((await places(ann.chats)).length).toBeLessThan(100);
    const last = ann.chats.getByRole('link', { name: / Chat 0$/ });
    await expect(async () => {
      await ann.chats.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
      await expect(last).toBeInViewport({ timeout: 500 });
    }).toPass();
    expect(Math.max(...(await places(ann.chats)))).toBe(COUNT + 1);
    expect((await places(ann.chats)).length).toBeLessThan(100);
    await last.click();
    await expect(ann.page.getByRole('heading', { name: 'Chat 0', exact: true })).toBeVisible();
  });

  await test.step('the keyboard goes from one to the next, and the mouse wheel does not take the focus away', async () => {
    await ann.chats.evaluate((scroller) => scroller.scrollTo(0, 0));
    await ann.chats.getByRole('link', { name: / Everybody$/ }).focus();
    for (let place = 2; place <= 40; place++) {
      await ann.page.keyboard.press('Tab');
      expect(await focusedPlace(ann.chats)).toBe(place);
    }
    await ann.chats.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await expect(ann.chats.getByRole('link', { name: / Chat 0$/ })).toBeInViewport();
    expect(await focusedPlace(ann.chats)).toBe(40);
    await ann.page.keyboard.press('Enter');
    await expect(ann.page.getByRole('heading', { name: `Chat ${COUNT - 39}`, exact: true })).toBeVisible();
  });

  await test.step('a chat is found by a part of its name', async () => {
    await ann.page.keyboard.press('ControlOrMeta+k');
    await expect(ann.page.getByText(text('switcher.more', { count: COUNT + 1 - 50 }))).toBeVisible();
    await ann.page.keyboard.type('chat 77');
    await expect(ann.page.getByRole('option')).toHaveCount(11);
    await ann.page.keyboard.type('7');
    await expect(ann.page.getByRole('option')).toHaveCount(1);
    await ann.page.keyboard.press('Enter');
    await expect(ann.page.getByRole('heading', { name: 'Chat 777', exact: true })).toBeVisible();
  });

  await test.step('the people of a chat are opened, looked through and left with the keyboard', async () => {
    await ann.open(everybody.id);
    const button = ann.button(text('people.button', { count: 1 }));
    await button.focus();
    await ann.page.keyboard.press('Enter');
    const people = ann.page.getByRole('dialog', { name: text('people.title') });
    await expect(people.getByText('user0', { exact: true })).toBeVisible();
    expect((await places(people)).length).toBeLessThan(100);
    await expect(async () => {
      await ann.page.keyboard.press('End');
      await expect(people.getByText('user999', { exact: true })).toBeInViewport({ timeout: 500 });
    }).toPass();
    expect(Math.max(...(await places(people)))).toBe(COUNT + 1);
    await ann.page.keyboard.press('Escape');
    await expect(people).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  await test.step('the host looks through all people', async () => {
    await ann.page.getByRole('button', { name: /^Your account/ }).click();
    await ann.page.getByRole('menuitem', { name: text('user.admin') }).click();
    const dialog = ann.page.getByRole('dialog', { name: text('admin.title') });
    await expect(dialog.getByText('user0', { exact: true })).toBeVisible();
    expect((await places(dialog)).length).toBeLessThan(100);
    await look(ann, 'plenty-people', 'wide');
    await ann.page.keyboard.press('Escape');
  });
});

for (const { looks, options } of views) {
  test(`[PLENTY6] names and messages of every script keep to their place (${looks})`, async ({ person, server }) => {
    const ann = await person(names.hebrew, options);
    await server.stop();
    const { everybody, said } = await fillDirectory(server.dataDirectory, async (store) => {
      const me = ann.account.id;
      const others = Object.values(names).filter((name) => name !== names.hebrew);
      const people = await Promise.all(others.map((name) => store.addAccount(newAccount(name))));
      const chats = await Promise.all(
        people.map(({ id, username }) => store.addChat(newChat({ name: username, is_group: false }), [me, id])),
      );
      const all = [me, ...people.map(({ id }) => id)];
      const room = await store.addChat(newChat({ name: texts.hebrew, owner_id: me }), all);
      for (const [n, content] of Object.values(texts).entries()) {
        const { id, username } = people[n % people.length]!;
        await store.addMessage(newMessage(room.id, content, { user_id: id, username }));
        const chat = chats[n % chats.length]!;
        await store.addMessage(newMessage(chat.id, content, { user_id: id, username }));
      }
      return { everybody: room, said: Object.values(texts).length };
    });
    await server.start();
    await ann.open(everybody.id);
    await ann.expectConnected();

    await test.step('every message: a name on one line, its time beside it, and all within its own place', async () => {
      const problems: string[] = [];
      const seen = new Set<string>();
      await expect(async () => {
        for (const { content, found } of await ann.log.getByRole('article').evaluateAll(findProblems)) {
          seen.add(content);
          problems.push(...found);
        }
        await ann.log.press('PageUp');
        expect(seen.size).toBe(said);
      }).toPass({ intervals: [50] });
      expect(problems).toEqual([]);
    });

    await test.step('a text runs as its letters do, line by line, and code from the left', async () => {
      await expect(ann.page.getByRole('log').getByText('أولى')).toBeInViewport();
      await look(ann, 'plenty-scripts', looks);
      // How far from the right edge it begins (px).
      const indent = (line: string) =>
        ann.log
          .getByRole('paragraph')
          .filter({ hasText: line })
          .last()
          .evaluate((element) => {
            const range = document.createRange();
            range.selectNodeContents(element);
            return element.getBoundingClientRect().right - range.getBoundingClientRect().right;
          });
      for (const line of [texts.arabic, texts.hebrew]) expect(await indent(line)).toBeLessThan(2);
      const item = ann.log.getByRole('listitem').filter({ hasText: 'أولى' });
      expect(await item.evaluate((element) => getComputedStyle(element.parentElement!).direction)).toBe('rtl');
      const code = ann.log.getByText('const', { exact: true });
      expect(await code.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    });

    await test.step('chats and people are listed under names that keep to their lines', async () => {
      if (!(await ann.chats.isVisible())) await ann.button(text('common.back')).click();
      const links = await ann.chats.getByRole('link').evaluateAll((all) =>
        all.map((link) => ({
          name: link.querySelector('bdi')?.textContent,
          height: link.getBoundingClientRect().height,
          isWide: link.scrollWidth > link.clientWidth,
        })),
      );
      const others = Object.values(names).filter((name) => name !== names.hebrew);
      expect(new Set(links.map(({ name }) => name))).toEqual(new Set([texts.hebrew, ...others]));
      expect(links.filter(({ height, isWide }) => height > 60 || isWide)).toEqual([]);
      await look(ann, 'plenty-scripts-list', looks);
      await ann.open(everybody.id);
      await ann.button(text('people.button', { count: 1 })).click();
      const people = ann.page.getByRole('dialog', { name: text('people.title') });
      await expect(people.getByRole('listitem')).toHaveCount(Object.keys(names).length);
      const tall = await people
        .getByRole('listitem')
        .evaluateAll((rows) => rows.filter((row) => row.clientHeight > 60 || row.scrollWidth > row.clientWidth).length);
      expect(tall).toBe(0);
      await look(ann, 'plenty-scripts-people', looks);
    });
  });
}

/** What is wrong with how messages stand on the page; runs there. */
function findProblems(articles: Element[]) {
  // The list may have let go of some in the meantime.
  return articles
    .filter(({ isConnected }) => isConnected)
    .map((article) => {
      const content = article.querySelector('.markdown')?.textContent ?? '';
      const name = article.querySelector('h3 bdi');
      const label = `${name?.textContent ?? ''}: ${content.slice(0, 20)}`;
      const found: string[] = [];
      const check = (isRight: boolean | null | undefined, problem: string) => {
        if (!isRight) found.push(`${label}: ${problem}`);
      };
      const box = article.getBoundingClientRect();
      const head = name?.getBoundingClientRect();
      const time = article.querySelector('time')?.getBoundingClientRect();
      const body = article.querySelector('.markdown');
      // It stands in a button, which is hidden as well.
      const picture = article.querySelector('span[aria-hidden]');
      check(name !== null, 'its name is not isolated');
      check(head && head.height < 32, 'its name takes more than a line');
      check(head && time && time.left >= head.right && time.right <= box.right, 'its time is not behind its name');
      check(article.scrollWidth <= article.clientWidth, 'it is too wide');
      check(body && getComputedStyle(body).overflowY === 'clip', 'its marks reach over its neighbours');
      check(picture && getComputedStyle(picture).overflowY === 'hidden', 'the letter in its picture reaches out of it');
      return { content, found };
    });
}
