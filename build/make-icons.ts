import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from './find-chromium.ts';
import { root } from './root.ts';

// `npx tsx build/make-icons.ts`: draws the icons of the packages from the page's own, after that has changed.

const drawing = readFileSync(path.join(root, 'renderer/public/icon.svg'), 'utf8');
const folder = path.join(root, 'build/icons');

/** The chunks of an .icns file, each with the width of its picture in pixels; two of a width are for two densities. */
const icnsChunks = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };

interface Picture {
  /** Pixels on each side. */
  size: number;
  png: Buffer;
}

/** Each picture is a PNG as it is; Windows has read those since Vista. */
function toIco(pictures: Picture[]): Buffer {
  const header = Buffer.from([0, 0, 1, 0, pictures.length, 0]);
  let offset = header.length + 16 * pictures.length;
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // 256 is written as 0.
    entry.set([size % 256, size % 256, 0, 0, 1, 0, 32, 0]);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)]);
}

function toIcns(pictures: (Picture & { type: string })[]): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, 'ascii');
    head.writeUInt32BE(head.length + content.length, 4);
    return Buffer.concat([head, content]);
  };
  return chunk('icns', Buffer.concat(pictures.map(({ type, png }) => chunk(type, png))));
}

const program = findChromium()?.program;
if (program === undefined) throw new Error('Drawing needs a Chromium; name one with CHROMIUM.');
const browser = await chromium.launch({ executablePath: program, chromiumSandbox: false });
const page = await browser.newPage();

/** @param margin share of the width that stays free on each side. */
async function draw(size: number, margin = 0): Promise<Picture> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; box-sizing: border-box; width: 100vw; height: 100vh; padding: ${margin * size}px }</style>${drawing}`,
  );
  return { size, png: await page.screenshot({ omitBackground: true }) };
}

try {
  mkdirSync(folder, { recursive: true });
  const plain: Picture[] = [];
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) plain.push(await draw(size));
  for (const { size, png } of plain) writeFileSync(path.join(folder, `${size}x${size}.png`), png);
  writeFileSync(path.join(folder, 'icon.ico'), toIco(plain.filter(({ size }) => size <= 256)));
  // In the Dock every icon has the margin that Apple's template gives it.
  const framed = [];
  for (const [type, size] of Object.entries(icnsChunks)) framed.push({ type, ...(await draw(size, 0.1)) });
  writeFileSync(path.join(folder, 'icon.icns'), toIcns(framed));
} finally {
  await browser.close();
}
