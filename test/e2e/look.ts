import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type BrowserContextOptions } from '@playwright/test';
import type { Visitor } from '../support/visitor.ts';

const pictures = path.resolve(import.meta.dirname, '../../test-results/looks');

/** Looks at what is shown: a picture for people, axe for the rest. */
export async function look({ page }: Visitor, name: string, size: string): Promise<void> {
  // What fades in has the wrong contrast until it is there.
  await page.evaluate(async () => {
    const finite = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.all(finite.map(({ finished }) => finished.catch(() => undefined)));
  });
  await page.screenshot({ path: path.join(pictures, `${name}-${size}.png`) });
  // It is large, and stays on a page once it is there.
  const isThere = await page.evaluate(() => 'axe' in window);
  const { violations } = await new AxeBuilder({ page, ...(isThere && { axeSource: '0' }) })
    // What is right is not described, which takes longer than finding out that it is.
    .options({ resultTypes: ['violations'] })
    // There are no frames to look into, and without them it needs no page of its own.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
  );
  expect.soft(found, `what axe finds on ${name}`).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `px by which ${name} is too wide`).toBe(0);
}

const sizes = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>;

/** Looks at the same thing as on a phone with dark colours, without a browser of its own for it. */
export async function lookOnPhone(visitor: Visitor, name: string): Promise<void> {
  const { page } = visitor;
  const before = page.viewportSize()!;
  await page.setViewportSize(sizes.phone.viewport);
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(visitor, name, 'phone-dark');
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}

const view = (size: keyof typeof sizes, colorScheme: 'light' | 'dark') => ({
  looks: `${size}-${colorScheme}`,
  options: { ...sizes[size], colorScheme } satisfies BrowserContextOptions,
});

const common = [view('wide', 'light'), view('phone', 'dark')] as const;
const all = process.env.LOOKS === 'all' ? [...common, view('wide', 'dark'), view('phone', 'light')] : undefined;

/** What everything is looked at on: each size and each colour once. `LOOKS=all` adds the other two. */
export const views = all ?? common;
/** For what people mostly do at a desk, and with a phone; `LOOKS=all` takes everything here too. */
export const deskViews = all ?? [common[0]];
export const phoneViews = all ?? [common[1]];
