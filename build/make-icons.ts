import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from './find-chromium.ts';
import { root } from './root.ts';

// `npx tsx build/make-icons.ts`: draws the icons of the packages from the page's own, after that has changed.

const drawing = readFileSync(path.join(root, 'renderer/public/icon.svg'), 'utf8');
const folder = path.join(root, 'build/icons');

/** What the app shows in the tray and on the taskbar. On macOS it is the shape alone, which the system colours itself. */
const small = {
  tray: drawing,
  'tray-template': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="5 13 54 46"><path fill-rule="evenodd" d="M15 17h34a6 6 0 0 1 6 6v18a6 6 0 0 1-6 6H30l-10 8.5v-8.5h-5a6 6 0 0 1-6-6V23a6 6 0 0 1 6-6zM32 20c1.3 7.2 4.8 10.7 12 12-7.2 1.3-10.7 4.8-12 12-1.3-7.2-4.8-10.7-12-12 7.2-1.3 10.7-4.8 12-12z"/></svg>`,
  unread: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#d92d20"/></svg>`,
};

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
async function draw(size: number, margin = 0, svg = drawing): Promise<Picture> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; box-sizing: border-box; width: 100vw; height: 100vh; padding: ${margin * size}px }</style>${svg}`,
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
  for (const [name, svg] of Object.entries(small)) {
    for (const [density, size] of Object.entries({ '': 16, '@2x': 32 })) {
      writeFileSync(path.join(root, `electron/images/${name}${density}.png`), (await draw(size, 0, svg)).png);
    }
  }
} finally {
  await browser.close();
}
