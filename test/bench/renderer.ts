import type { Browser, Page } from 'playwright';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { startGeminiApi, type GeminiApi } from '../support/gemini-api.ts';
import { reply } from '../support/gemini-replies.ts';
import { launchBrowser, openChat, typeUntil } from './bench-page.ts';
import { percentile, type Figures, type Row } from './figures.ts';
import { longReplies } from './long-replies.ts';
import { watchMainThread, workBetween } from './main-thread.ts';
import { layOutParty, SECRET_KEY } from './party.ts';
import type { Workplace } from './workplace.ts';

/** Characters of each piece from the model, and milliseconds between them: faster than any model writes. */
const PIECE = { size: 200, everyMs: 50 };
const KEY_EVERY_MS = 70;
const MANY = 100_000;
/** So many of them are scrolled through, page by page as they are loaded. */
const SCROLLED = 5000;

/**
 * What the page's main thread does in real Chromium: with each update of a reply of 200 kB, at its start and at its end,
 * and while somebody scrolls back through a chat of 100,000 messages; and how long a key waits meanwhile. An update is
 * all script, style and layout until the next one comes, in processor time; frames and keys are by the clock.
 */
export async function measureRenderer(workplace: Workplace): Promise<Figures> {
  await ensureBuilt();
  const directory = workplace.directory();
  const kinds = Object.keys(longReplies) as (keyof typeof longReplies)[];
  const { guests, chatIds } = layOutParty(directory, 2, [...kinds.map(() => 10), 10, MANY]);
  const [guest] = guests;
  const api = await startGeminiApi();
  const env = { SECRET_KEY, GEMINI_API_KEY: api.key, GEMINI_BASE_URL: api.url };
  const server = await workplace.startServer(directory, env);
  const browser = await launchBrowser();
  const open = (chatId: number | undefined) => openChat(browser, server.url, guest!, chatId!);
  const figures: Figures = {};
  try {
    for (const [index, kind] of kinds.entries()) {
      figures[`reply, ${kind}`] = await measureUpdates(browser, await open(chatIds[index]), api, longReplies[kind]);
    }
    figures['keys while a reply comes'] = await measureKeys(await open(chatIds.at(-2)), api);
    figures['scrolling'] = await measureScrolling(browser, await open(chatIds.at(-1)), false);
    figures['scrolling and typing'] = await measureScrolling(browser, await open(chatIds.at(-1)), true);
  } finally {
    await browser.close();
    await server.stop();
    await api.close();
  }
  return figures;
}

/** Has the reply streamed into the open chat; resolves a moment after its end. */
async function stream(
  page: Page,
  api: GeminiApi,
  text: string,
  meanwhile?: (completed: Promise<void>) => Promise<void>,
) {
  api.script(reply(text, PIECE));
  const composer = page.getByRole('textbox');
  await composer.fill('/bot Tell me all');
  const completed = page.evaluate(() => new Promise<void>((resolve) => (notes.completed = resolve)));
  await composer.press('Enter');
  await meanwhile?.(completed);
  await completed;
}

async function measureUpdates(browser: Browser, page: Page, api: GeminiApi, text: string): Promise<Row> {
  const { all, toLayout } = await watchMainThread(browser, page, () => stream(page, api, text));
  const chunks = await page.evaluate(() => notes.chunks);
  await page.close();
  const updates = workBetween(toLayout, chunks);
  const tenth = Math.floor(updates.length / 10);
  const everything = workBetween(all, chunks);
  return {
    'first tenth p50 ms': percentile(updates.slice(0, tenth), 50),
    'first tenth p95 ms': percentile(updates.slice(0, tenth), 95),
    'last tenth p50 ms': percentile(updates.slice(-tenth), 50),
    'last tenth p95 ms': percentile(updates.slice(-tenth), 95),
    'longest ms': Math.max(...updates),
    'first tenth, with painting, p95 ms': percentile(everything.slice(0, tenth), 95),
    'last tenth, with painting, p95 ms': percentile(everything.slice(-tenth), 95),
  };
}

async function measureKeys(page: Page, api: GeminiApi): Promise<Row> {
  await stream(page, api, longReplies.mixed, (completed) => typeUntil(page, KEY_EVERY_MS, completed));
  const row = await keyTimes(page);
  await page.close();
  return row;
}

async function keyTimes(page: Page): Promise<Row> {
  const keys = await page.evaluate(() => notes.keys);
  const times = (time: 'worked' | 'shown') => keys.map((key) => key[time]);
  return {
    'key p50 ms': percentile(times('worked'), 50),
    'key p95 ms': percentile(times('worked'), 95),
    'to the screen p95 ms': percentile(times('shown'), 95),
  };
}

/** Turns the wheel until a message far back is there. */
async function scrollBack(page: Page): Promise<void> {
  const log = page.getByRole('log');
  const goal = MANY - SCROLLED;
  await log.hover();
  for (let oldest = MANY; oldest > goal;) {
    for (let i = 0; i < 20; i++) await page.mouse.wheel(0, -700);
    oldest = await log.evaluate((view) => {
      const numbers = view.textContent.matchAll(/Message (\d+):/g);
      return Math.min(...Array.from(numbers, ([, number]) => Number(number)));
    });
  }
}

async function measureScrolling(browser: Browser, page: Page, typing: boolean): Promise<Row> {
  await page.evaluate(() => notes.watchFrames());
  if (typing) await page.getByRole('textbox').focus();
  const { all } = await watchMainThread(browser, page, async () => {
    const scrolled = scrollBack(page);
    if (typing) await typeUntil(page, KEY_EVERY_MS, scrolled);
    await scrolled;
  });
  const frames = await page.evaluate(() => notes.frames);
  const row = {
    'longest frame ms': Math.max(...frames),
    'frame p99 ms': percentile(frames, 99),
    'longest task ms': Math.max(...all.map(({ cpu }) => cpu)),
    ...(typing && (await keyTimes(page))),
  };
  await page.close();
  return row;
}
