import { text } from 'node:stream/consumers';
import { connect } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../free-port.ts';
import { startServed, type Served } from '../served.ts';

const report = pathToFileURL(path.join(import.meta.dirname, 'report-memory.js')).href;

/** The longest message, in characters: short, so that frames that are too long are cheap. */
export const MESSAGE_LIMIT = 2000;
/** Bytes of the longest frame and body that go with it. */
export const PAYLOAD_MAX = MESSAGE_LIMIT * 6 + 4096;

/** The built server as a process, which tells what its memory holds. */
export interface FuzzedServer extends Served {
  /** Bytes that its objects and buffers need. */
  memory(): Promise<number>;
}

export async function startFuzzedServer(): Promise<FuzzedServer> {
  const port = await freePort();
  const env = { NODE_OPTIONS: `--import=${report}`, MEMORY_PORT: String(port), MESSAGE_LIMIT: String(MESSAGE_LIMIT) };
  const served = await startServed(env);
  return { ...served, memory: async () => Number(await text(connect(port, '127.0.0.1'))) };
}
