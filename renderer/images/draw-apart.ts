import { draw, type Drawn, type DrawRequest } from './draw.ts';

/** Milliseconds without work after which the worker goes, and its memory with it. */
const IDLE_MS = 20_000;

interface Drawer {
  worker: Worker;
  waiting: Map<number, (drawn: Drawn | null) => void>;
}

let drawer: Drawer | null = null;
let requests = 0;
let idle: ReturnType<typeof setTimeout> | undefined;

/** Draws beside the page where the browser can, so that nothing stands still; null where the image cannot be decoded. */
export async function drawApart(request: DrawRequest): Promise<Drawn | null> {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return drawHere(request);
  clearTimeout(idle);
  drawer ??= startWorker();
  const { worker, waiting } = drawer;
  const id = ++requests;
  const drawn = await new Promise<Drawn | null>((resolve) => {
    waiting.set(id, resolve);
    // A worker has no origin of its own to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage({ id, ...request });
  });
  if (waiting.size === 0) idle = setTimeout(stopWorker, IDLE_MS);
  return drawn;
}

async function drawHere(request: DrawRequest): Promise<Drawn | null> {
  try {
    return await draw(request);
  } catch {
    return null;
  }
}

function startWorker(): Drawer {
  const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), { type: 'module' });
  const waiting: Drawer['waiting'] = new Map();
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; drawn: Drawn | null }>) => {
    waiting.get(data.id)?.(data.drawn);
    waiting.delete(data.id);
  });
  // It could not be loaded, or the memory was not enough for an image.
  worker.addEventListener('error', () => {
    stopWorker();
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  });
  return { worker, waiting };
}

function stopWorker(): void {
  drawer?.worker.terminate();
  drawer = null;
}
