import type { Locator } from '@playwright/test';
import { text } from '../../../renderer/texts/text.ts';
import type { DesktopVisitor } from './stage.ts';

/** A place of the rail with the servers, by its name or the start of it. */
export function railButton({ page }: DesktopVisitor, name: string): Locator {
  return page.getByRole('navigation', { name: text('rail.label') }).getByRole('button', { name });
}

/** The field of the page for joining. */
export function addressField({ page }: DesktopVisitor): Locator {
  return page.getByLabel(text('join.address'));
}

/** Types an address or a link there, and tries it. */
export async function typeAddress(visitor: DesktopVisitor, typed: string): Promise<void> {
  await addressField(visitor).fill(typed);
  await visitor.button(text('join.submit')).click();
}
