import { text } from '../../renderer/texts/text.ts';
import { haveSaid } from '../support/long-history.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

const COUNT = 600;
const HOUR = 3_600_000;

/** Text of one to four lines, so that no two neighbours are of one height; some tell of otters. */
const content = (n: number) =>
  `message ${n} of ${COUNT}${n % 100 === 42 ? ', about an Öttér' : ''}${'\nand another line of it'.repeat((n * 7) % 4)}`;

const history = { count: COUNT, apart: HOUR, content };

test('[JUMPTO9] [JUMPTO3] a link leads to an old message, from where scrolling leads to what is said now', async ({
  person,
  group,
  server,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Long', ann, bob);
  const ids = await haveSaid(server, chat, [ann, bob], history);
  await ann.page.goto(`/chats/${chat}/${ids[99]}`);
  const target = ann.log.locator(`[data-message="${ids[99]}"]`);
  await expect(target).toBeInViewport({ ratio: 1 });
  await expect(target).toBeFocused();
  await expect(target).toContainText('message 100 of');
  await expect(ann.page).toHaveURL(new RegExp(`/chats/${chat}$`));
  const [box, view] = [(await target.boundingBox())!, (await ann.log.boundingBox())!];
  expect(Math.abs(box.y + box.height / 2 - view.y - view.height / 2)).toBeLessThan(60);

  await test.step('what is said meanwhile moves nothing', async () => {
    const socket = await bob.account.connect();
    socket.send({ type: 'message', chat_id: chat, content: 'something new' });
    await socket.next('message');
    socket.webSocket.close();
    expect(await target.boundingBox()).toEqual(box);
  });

  await test.step('every newer page that arrives leaves what is on the screen where it is, to the end', async () => {
    const jumps = await ann.log.evaluate(async (log) => {
      const articles = () => [...log.querySelectorAll('article')];
      const low = log.getBoundingClientRect().bottom - 100;
      const found: string[] = [];
      const isOver = () => articles().some((article) => article.textContent?.includes('something new'));
      for (let step = 0; step < 3000 && found.length < 5 && !isOver(); step++) {
        const anchor = articles().findLast((article) => article.getBoundingClientRect().top < low);
        const number = /message (\d+) of/.exec(anchor?.textContent ?? '')?.[1];
        const before = anchor?.getBoundingClientRect().top ?? 0;
        const by = Math.min(450, log.scrollHeight - log.clientHeight - log.scrollTop);
        log.scrollBy({ top: by, behavior: 'instant' });
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        const same = articles().find((article) => article.textContent?.includes(`message ${number} of`));
        const moved = (same?.getBoundingClientRect().top ?? NaN) - before;
        if (!(Math.abs(moved + by) <= 2)) found.push(`message ${number} moved by ${moved} instead of ${-by}`);
      }
      return isOver() ? found : [...found, 'the end was not reached'];
    });
    expect(jumps).toEqual([]);
    await ann.log.press('End');
    await expect(ann.button(text('timeline.jump'))).toHaveCount(0);
    await bob.open(chat);
    await bob.say('and this is live');
    await expect(ann.message('and this is live')).toBeInViewport();
  });
});

for (const { looks, options } of views) {
  test(`[SEARCHUI4] [SEARCHUI2] [SEARCHUI6] by keys alone, what was found leads into old messages, ${looks}`, async ({
    person,
    group,
    server,
  }) => {
    const isPhone = looks.startsWith('phone');
    const [ann, bob] = [await person('ann', options), await person('bob')];
    const chat = await group('Long', ann, bob);
    const ids = await haveSaid(server, chat, [ann, bob], history);
    await ann.open(chat);
    await ann.composer.press('Control+f');
    const field = ann.page.getByRole('combobox', { name: text('search.field') });
    await expect(field).toBeFocused();
    await field.pressSequentially('otter');
    const hits = ann.page.getByRole('option');
    await expect(hits).toHaveCount(6);
    await expect(hits.locator('mark')).toHaveText(Array.from({ length: 6 }, () => 'Öttér'));
    await ann.button(text('search.filters')).click();
    if (isPhone) await look(ann, 'search-found', looks);
    await field.press('ArrowDown');
    await field.press('ArrowDown');
    await field.press('Enter');
    const target = ann.log.locator(`[data-message="${ids[341]}"]`);
    await expect(target).toBeInViewport({ ratio: 1 });
    if (!isPhone) await look(ann, 'search-in-place', looks);
    // Beside the messages the search stays where it was; over them it has made way.
    if (isPhone) {
      await expect(target).toBeFocused();
      await expect(field).toHaveCount(0);
      await ann.button(text('search.open')).click();
    }
    await expect(field).toBeFocused();
    const day = await ann.page.evaluate(
      (at) => new Intl.DateTimeFormat('sv').format(new Date(at)),
      Date.now() - (COUNT / 2) * HOUR,
    );
    await ann.page.getByLabel(text('search.date')).fill(day);
    await ann.page.getByLabel(text('search.date')).press('Enter');
    await expect(ann.log.locator('.target-row')).toBeInViewport();
    await expect(target).toHaveCount(0);
    await field.or(ann.log).first().press('Escape');
    if (!isPhone) await ann.page.keyboard.press('Escape');
    await expect(ann.message(`message ${COUNT} of`)).toBeInViewport();
  });
}

test('[SEARCHUI7] the usual keys open the search, and a second time they are left to the browser', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  const chat = await group('Tea', ann);
  await ann.open(chat);
  const field = ann.page.getByRole('combobox', { name: text('search.field') });
  // Whether the page has taken a key for itself.
  await ann.page.evaluate(() => {
    const taken: boolean[] = [];
    window.addEventListener(
      'keydown',
      (event) => event.key.toLowerCase() === 'f' && taken.push(event.defaultPrevented),
    );
    Object.assign(window, { taken });
  });
  await ann.composer.press('Control+f');
  await expect(field).toBeFocused();
  await field.press('Control+f');
  expect(await ann.page.evaluate(() => (window as unknown as { taken: boolean[] }).taken)).toEqual([true, false]);
  await field.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(ann.composer).toBeFocused();
  await ann.composer.press('Control+Shift+F');
  await expect(field).toBeFocused();
  await expect(ann.page.getByRole('radio', { name: text('search.scope.all') })).toBeChecked();
});
