import { ensureBuilt } from '../../build/ensure-built.ts';
import { findChromium } from '../../build/find-chromium.ts';
import { text } from '../../renderer/texts/text.ts';
import { findDesktopEngine } from '../support/desktop-engine.ts';
import { launchDesktop } from '../support/desktop.ts';
import { packApp } from '../support/packed-app.ts';
import { medians, type Figures, type Row } from './figures.ts';

const ROUNDS = 5;

/**
 * How long the packed app takes until somebody can use it, and until others can be invited, in Electron where it is
 * here and in its double otherwise; and how large it is without Electron.
 */
export async function measureDesktop(): Promise<Figures> {
  await ensureBuilt();
  process.env['CHROMIUM'] ??= findChromium()?.program;
  const packed = await packApp();
  try {
    const rounds: Row[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureStart(packed.directory));
    const engine = findDesktopEngine().kind === 'electron' ? 'Electron' : "Electron's double";
    return {
      [`start, in ${engine}`]: medians(rounds),
      'packed, without Electron': { MB: packed.size / 1e6, files: packed.files.length },
    };
  } finally {
    await packed.close();
  }
}

/** One start on a machine that has never seen the app; milliseconds, as a driver of the window sees them. */
async function measureStart(app: string): Promise<Row> {
  const launched = performance.now();
  const desktop = await launchDesktop({ app });
  try {
    const { page } = desktop;
    // Playwright clicks where something is painted, enabled and does not move.
    const host = page.getByRole('button', { name: text('start.host') });
    await host.click({ trial: true });
    const usable = performance.now();
    await host.click();
    await page.getByText(text('host.advanced')).click();
    await page.getByLabel(text('host.port'), { exact: true }).fill('0');
    const clicked = performance.now();
    await page.getByRole('button', { name: text('host.submit'), exact: true }).click();
    await page.getByText(text('party.scan')).waitFor();
    const invited = performance.now();
    return { 'launch to usable ms': usable - launched, 'host to QR code ms': invited - clicked };
  } finally {
    await desktop.kill();
  }
}
