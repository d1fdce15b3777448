import { text } from '../../renderer/texts/text.ts';
import { haveSaid } from '../support/long-history.ts';
import { expect, test } from './stage.ts';

const COUNT = 5000;

/** Text of one to six lines, so that no two neighbours are of one height. */
const content = (n: number) => `message ${n} of ${COUNT}${'\nand another line of it'.repeat((n * 7) % 6)}`;

test('[PAGE1] a history of 5,000 messages opens at its end, and never jumps while older pages arrive', async ({
  person,
  group,
  server,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Long', ann, bob);
  await haveSaid(server, chat, [bob], { count: COUNT, apart: 60_000, content });
  // What a person would call hanging: a frame that takes this many milliseconds longer than it should.
  await ann.page.addInitScript(() => {
    const seen: number[] = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
      buffered: true,
    });
    Object.assign(window, { longTasks: seen });
  });
  await ann.open(chat);
  await expect(ann.message(`message ${COUNT} of`)).toBeInViewport();

  const pages: string[] = [];
  ann.page.on('request', (request) => {
    const before = new URL(request.url()).searchParams.get('before');
    if (before !== null) pages.push(before);
  });

  // Every page that arrives while the reader scrolls must leave what is on the screen where it is, but for the scrolling.
  const jumps = await ann.log.evaluate(async (log) => {
    const articles = () => [...log.querySelectorAll('article')];
    const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
    const firstNumber = () => Number(/message (\d+) of/.exec(articles()[0]?.textContent ?? '')?.[1]);
    const found: string[] = [];
    const goal = firstNumber() - 400;
    log.dispatchEvent(new WheelEvent('wheel', { deltaY: -120, bubbles: true }));
    for (let step = 0; step < 3000 && found.length < 5 && firstNumber() > goal; step++) {
      const anchor = articles().find((article) => article.getBoundingClientRect().bottom > middle);
      const number = /message (\d+) of/.exec(anchor?.textContent ?? '')?.[1];
      const before = anchor?.getBoundingClientRect().top ?? 0;
      const by = Math.min(120, log.scrollTop);
      log.scrollBy({ top: -by, behavior: 'instant' });
      // Two frames: one that lays out, one that paints what was measured in the first.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      const same = articles().find((article) => article.textContent?.includes(`message ${number} of`));
      const moved = (same?.getBoundingClientRect().top ?? NaN) - before;
      if (!(Math.abs(moved - by) <= 2)) found.push(`message ${number} moved by ${moved} instead of ${by}`);
    }
    if (found.length === 0 && firstNumber() > goal) found.push(`stuck at ${firstNumber()}`);
    return found;
  });
  expect(jumps).toEqual([]);
  expect(pages.length).toBeGreaterThanOrEqual(8);
  expect(new Set(pages).size).toBe(pages.length);

  await test.step('what arrives meanwhile does not move the view, and is counted', async () => {
    const anchor = ann.log.getByRole('article').nth(5);
    const before = await anchor.boundingBox();
    const socket = await bob.account.connect();
    socket.send({ type: 'message', chat_id: chat, content: 'something new' });
    await expect(ann.button(text('timeline.jump.count', { count: 1 }))).toBeVisible();
    expect(await anchor.boundingBox()).toEqual(before);
    await ann.button(text('timeline.jump.count', { count: 1 })).click();
    await expect(ann.message('something new')).toBeInViewport();
    await expect(ann.page.getByRole('button', { name: text('timeline.jump') })).toHaveCount(0);
    socket.webSocket.close();
  });

  await test.step('only what is near the view is on the page, and typing is not held up', async () => {
    expect(await ann.log.getByRole('article').count()).toBeLessThan(100);
    await ann.composer.pressSequentially('quick as ever');
    await expect(ann.composer).toHaveValue('quick as ever');
    const longTasks = await ann.page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
    expect(Math.max(0, ...longTasks)).toBeLessThan(1000);
  });
});
