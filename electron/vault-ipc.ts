import * as z from 'zod';
import type { Handle } from './ipc.ts';
import type { VaultSection } from './vault.ts';

const key = z.string().min(1).max(300);
const text = z.string().max(10_000);

/** Answers the page about its own secrets; it cannot name others. */
export function answerVault(handle: Handle, section: Promise<VaultSection>): void {
  handle('vault:read', z.undefined(), async () => {
    const opened = await section;
    return { protection: opened.protection, entries: opened.entries() };
  });
  handle('vault:set', z.object({ key, text }), async (entry) => (await section).set(entry.key, entry.text));
  handle('vault:remove', key, async (name) => (await section).remove(name));
}
