import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { mangled } from './json.ts';
import type { Random } from './random.ts';

/** All that came back on one connection until it was closed. */
export interface WireAnswer {
  bytes: Buffer;
  /** False where the server kept the connection although the other side had gone. */
  isClosed: boolean;
}

/** Milliseconds after which a connection counts as kept. */
const KEPT = 20_000;

/** Sends pieces, each as a packet of its own where the system allows, then ends; or breaks off. */
export function sendRaw(port: number, pieces: Buffer[], breaksOff: boolean): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const finish = (isClosed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ bytes: Buffer.concat(received), isClosed });
    };
    const timer = setTimeout(() => finish(false), KEPT);
    socket.on('data', (data: Buffer) => received.push(data));
    // Broken off from the other side: the answer may be lost with it.
    socket.on('error', () => {});
    socket.on('close', () => finish(true));
    socket.on('connect', () => void sendAll());
    async function sendAll() {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        await new Promise((next) => void setImmediate(next));
      }
      if (breaksOff) socket.destroy();
      else socket.end();
    }
  });
}

/** A request to become a WebSocket, right or nearly. */
export function upgradeRequest(random: Random, token: string, isRight: boolean): Buffer {
  const key = createHash('md5').update(random.bytes(8)).digest('base64');
  const lines = [
    `GET /ws?token=${token} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
  ];
  if (!isRight) spoil(lines, random);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function spoil(lines: string[], random: Random): void {
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    const odd = [
      line.replace(/ HTTP.*/, random.pick([' HTTP/1.0', ' HTTP/2.0', ' HTTP/9', '', ' '])),
      line.replace(/^GET/, random.pick(['POST', 'get', 'CONNECT', 'OPTIONS', '', 'G\0T'])),
      line.replace(
        /token=.*? /,
        random.pick(['token= ', 'token=%ff ', `token=${'x'.repeat(3000)} `, 'token=a&token=b ']),
      ),
      line.replace(
        '/ws',
        random.pick(['/wsx', '/WS', '//ws', 'http://localhost/ws', '*', '/ws/', '/%77s', '/api/auth/me']),
      ),
      line.replace(/:.*/, random.pick([':', ': ', ': 8', ': x', ': \xff', `: ${'y'.repeat(2000)}`, ': \0', ':\tz'])),
      mangled(line, random),
      `${line}\r\n${line}`,
      random.pick([
        'Sec-WebSocket-Protocol: gemini-coop.v1, bearer.x.y.z',
        'Sec-WebSocket-Protocol: ,,,',
        'Sec-WebSocket-Protocol: a, a',
        'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99',
        'Sec-WebSocket-Extensions: ;;=',
        'Origin: http://evil.example',
        'Host: evil.example',
        'Content-Length: -1',
        'Content-Length: 5',
        'Transfer-Encoding: chunked',
        'Transfer-Encoding: chunked, identity',
        'Expect: 100-continue',
        'Expect: something',
        `X-Long: ${'x'.repeat(20_000)}`,
        ' folded',
        'no colon',
        ': no name',
        '\0: nul',
      ]),
    ];
    lines[at] = random.pick(odd);
  }
}

interface FrameHead {
  fin: boolean;
  rsv: number;
  opcode: number;
  isMasked: boolean;
  /** What it says of its length; its payload may have another one. */
  length: bigint;
}

function rawFrame(head: FrameHead, payload: Buffer, random: Random): Buffer {
  const first = (head.fin ? 0x80 : 0) | (head.rsv << 4) | head.opcode;
  const mask = head.isMasked ? random.bytes(4) : Buffer.alloc(0);
  const masked = head.isMasked ? payload.map((byte, at) => byte ^ mask[at % 4]!) : payload;
  const flag = head.isMasked ? 0x80 : 0;
  let size: Buffer;
  if (head.length < 126n) size = Buffer.of(flag | Number(head.length));
  else if (head.length < 65_536n) size = Buffer.of(flag | 126, Number(head.length >> 8n), Number(head.length & 255n));
  else {
    size = Buffer.alloc(9);
    size[0] = flag | 127;
    size.writeBigUInt64BE(head.length, 1);
  }
  return Buffer.concat([Buffer.of(first), size, mask, masked]);
}

const whole = (opcode: number, payload: Buffer): [FrameHead, Buffer] => [
  { fin: true, rsv: 0, opcode, isMasked: true, length: BigInt(payload.length) },
  payload,
];

/** Frames of the protocol under ours: right ones, in pieces, and such as break its rules. */
export function anyRawFrames(random: Random, texts: string[]): Buffer[] {
  return texts.flatMap((text) => {
    const payload = Buffer.from(text);
    switch (random.below(12)) {
      case 0:
        return inPieces(payload, random);
      case 1:
        return [rawFrame(...spoilt(whole(1, payload), random), random)];
      case 2:
        return [rawFrame(...whole(random.pick([3, 4, 5, 6, 7, 11, 12, 15]), payload), random)];
      case 3:
        return [rawFrame(...whole(random.pick([9, 10]), payload.subarray(0, random.below(140))), random)];
      case 4: {
        const code = random.pick([0, 999, 1000, 1001, 1004, 1005, 1006, 1015, 2999, 3000, 4001, 4003, 65_535]);
        const reason = Buffer.concat([Buffer.of(code >> 8, code & 255), random.bytes(random.below(130))]);
        return [rawFrame(...whole(8, reason.subarray(0, random.pick([0, 1, 2, 20, 200]))), random)];
      }
      case 5:
        return [rawFrame(...whole(1, Buffer.concat([payload, Buffer.of(0xc3, 0x28, 0xff)])), random)];
      case 6:
        return [random.bytes(1 + random.below(100))];
      default:
        return [rawFrame(...whole(1, payload), random)];
    }
  });
}

function spoilt([head, payload]: [FrameHead, Buffer], random: Random): [FrameHead, Buffer] {
  const changes: Partial<FrameHead>[] = [
    { isMasked: false },
    { rsv: 1 + random.below(7) },
    { fin: false },
    { opcode: 0 },
    { length: BigInt(random.below(70_000)) },
    { length: 2n ** 63n - 1n },
    { length: 2n ** 64n - 1n },
    { length: 100_000_000n },
  ];
  return [{ ...head, ...random.pick(changes) }, payload];
}

/** One text in several frames, with pings between them, and now and then a piece too few or too many. */
function inPieces(payload: Buffer, random: Random): Buffer[] {
  const count = 1 + random.below(6);
  const size = Math.ceil(payload.length / count);
  const pieces = Array.from({ length: count }, (_, at) => payload.subarray(at * size, (at + 1) * size));
  const frames = pieces.flatMap((piece, at) => {
    const [head] = whole(at === 0 ? 1 : 0, piece);
    const frame = rawFrame({ ...head, fin: at === count - 1 }, piece, random);
    return random.chance(0.3) ? [rawFrame(...whole(9, Buffer.from('?')), random), frame] : [frame];
  });
  if (random.chance(0.1)) frames.pop();
  if (random.chance(0.1)) frames.push(frames.at(-1) ?? Buffer.alloc(0));
  return frames;
}
