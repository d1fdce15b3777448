// Loaded into a server before its own code: who connects to the port in MEMORY_PORT is told, as text, how many bytes its
// objects and buffers take once everything is thrown away that nobody needs.
import { createServer } from 'node:net';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  /** @type {NodeJS.GCFunction} */
  const gc = runInNewContext('gc');
  createServer((socket) => {
    for (let i = 0; i < 3; i++) gc();
    const { heapUsed, external } = process.memoryUsage();
    socket.end(String(heapUsed + external));
  })
    .listen(Number(process.env['MEMORY_PORT']), '127.0.0.1')
    .unref();
}
