import type { Download } from './use-download.ts';

/** How long a new tab may take to load what it was opened for. */
const KEPT_MS = 60_000;

/** True where this page can open others: the desktop app's window cannot. */
export const opensTabs = () => !('coop' in window);

/** Shows a document in the browser's own viewer. Where the browser does not let it, it is saved. */
export async function openInTab({ load, save }: Download): Promise<void> {
  const blob = await load();
  if (blob === null) return;
  const url = URL.createObjectURL(blob);
  if (window.open(url, '_blank') === null) await save();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
