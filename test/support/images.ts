import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of many colours. `hole`: its middle is transparent. */
export function makePng(width: number, height: number, { hole = false, seed = 1 } = {}): Buffer {
  const channels = hole ? 4 : 3;
  const rows = Buffer.alloc(height * (width * channels + 1));
  let at = 0;
  for (let y = 0; y < height; y++) {
    at += 1;
    for (let x = 0; x < width; x++) {
      // Coarse enough to look like something, uneven enough to be no trivial thing to pack.
      const noise = ((x * 7919) ^ (y * 104_729) ^ (seed * 31)) & 31;
      rows[at++] = (x * 255) / width;
      rows[at++] = (y * 200) / height + noise;
      rows[at++] = (seed * 67) & 255;
      if (hole) rows[at++] = Math.hypot(x - width / 2, y - height / 2) < height / 4 ? 0 : 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, hole ? 6 : 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
