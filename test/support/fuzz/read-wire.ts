import { serverFrame } from '../../../server/protocol/frames.ts';

/** Statuses of what is no request of ours, or none at all; those without a body are Node's own. */
const statuses = new Set([200, 204, 400, 401, 403, 404, 405, 408, 413, 414, 417, 422, 426, 431, 501, 505]);
/** Why a server ends a WebSocket, or repeats to its peer. */
const closeCodes = new Set([1000, 1001, 1002, 1003, 1005, 1007, 1008, 1009, 3000, 4001, 4003, 2999]);

/** What is wrong with all that a server has sent on one connection; undefined where nothing is. */
export function problemOnWire(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  const head = bytes.indexOf('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(bytes.subarray(0, 40).toString('latin1'))?.[1]);
  if (head === -1) return `no HTTP: ${bytes.subarray(0, 100).toString('latin1')}`;
  if (status === 100) return problemOnWire(bytes.subarray(head + 4));
  if (status !== 101) return statuses.has(status) ? undefined : `the status is ${status}`;
  return problemInFrames(bytes.subarray(head + 4));
}

/** The server's frames are never in pieces and never masked; the last may be cut where the connection broke. */
function problemInFrames(bytes: Buffer): string | undefined {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const first = bytes[at]!;
    const short = bytes[at + 1]!;
    const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
    if (at + 2 + extra > bytes.length) return undefined;
    if (short > 127 || (first & 0xf0) !== 0x80) return `no whole frame of a server: ${first} ${short}`;
    const length = extra === 0 ? short : bytes.readUIntBE(at + 2 + Math.max(0, extra - 6), Math.min(extra, 6));
    const payload = bytes.subarray(at + 2 + extra, at + 2 + extra + length);
    if (payload.length < length) return undefined;
    const problem = problemIn(first & 15, payload);
    if (problem !== undefined) return problem;
    at += 2 + extra + length;
  }
  return undefined;
}

function problemIn(opcode: number, payload: Buffer): string | undefined {
  switch (opcode) {
    case 1: {
      const { data } = serverFrame.safeParse(JSON.parse(payload.toString()));
      const isRight = data !== undefined && !(data.type === 'error' && data.code === 'internal');
      return isRight ? undefined : `a frame: ${payload.toString().slice(0, 300)}`;
    }
    case 8: {
      const code = payload.length === 0 ? 1005 : payload.readUInt16BE(0);
      return closeCodes.has(code) ? undefined : `closed with ${code}`;
    }
    case 9:
    case 10:
      return undefined;
    default:
      return `a frame of the kind ${opcode}`;
  }
}
