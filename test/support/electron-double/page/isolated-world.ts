import type { Codec } from './codec.ts';
import type { WorldPort } from './world-port.ts';

/** What a page tells main. `args` and `value` are texts of the codec. */
export type FromPage =
  | { kind: 'send'; channel: string; args: string }
  | { kind: 'invoke'; id: number; channel: string; args: string }
  | { kind: 'context-menu'; x: number; y: number; selectionText: string; linkURL: string; isEditable: boolean };

/** What main tells a page. */
export type ToPage =
  | { kind: 'message'; channel: string; args: string }
  | { kind: 'answer'; id: number; value: string }
  | { kind: 'failure'; id: number; message: string };

/** What the preload is told about the process that it is in. */
export interface ProcessFacts {
  platform: string;
  arch: string;
  argv: string[];
  env: Record<string, string | undefined>;
  versions: Record<string, string | undefined>;
}

/** The preload's text as a function, in which the names of CommonJS are known. */
export type Preload = (require: unknown, process: unknown, exports: unknown, module: unknown) => void;

/** What main calls to tell the page something; `bound` is how the page calls main. */
export const receiver = '__electronDoubleReceive';
export const bound = '__electronDoubleTell';

/**
 * The preload's world: has `ipcRenderer` and `contextBridge` and runs the preload under the rules of a sandboxed one.
 * It is evaluated from its own source, so it refers to nothing outside.
 */
export function runIsolatedWorld(
  port: WorldPort,
  codec: Codec,
  { receiver: receive, bound: tellMain }: { receiver: string; bound: string },
  facts: ProcessFacts,
  preload: Preload,
): void {
  type Listener = (event: unknown, ...args: unknown[]) => void;
  const listeners = new Map<string, { listener: Listener; original: Listener }[]>();
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const tell = (message: FromPage): void =>
    (globalThis as unknown as Record<string, (text: string) => void>)[tellMain]!(JSON.stringify(message));
  const refuse = (what: string) => (): never => {
    throw new Error(`electron double: ${what} is not supported.`);
  };

  const ipcRenderer = {
    on(channel: string, listener: Listener, original = listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, original }]);
      return ipcRenderer;
    },
    once(channel: string, original: Listener) {
      const listener: Listener = (...args) => {
        ipcRenderer.off(channel, original);
        original(...args);
      };
      return ipcRenderer.on(channel, listener, original);
    },
    off(channel: string, listener: Listener) {
      const all = listeners.get(channel) ?? [];
      const index = all.findLastIndex(({ original }) => original === listener);
      listeners.set(channel, index === -1 ? all : all.toSpliced(index, 1));
      return ipcRenderer;
    },
    addListener: (channel: string, listener: Listener) => ipcRenderer.on(channel, listener),
    removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, args: codec.encode(args) }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const text = codec.encode(args);
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        tell({ kind: 'invoke', id: lastId, channel, args: text });
      }),
    sendSync: refuse('ipcRenderer.sendSync'),
    postMessage: refuse('ipcRenderer.postMessage'),
    sendToHost: refuse('ipcRenderer.sendToHost'),
  };

  function heard(text: string): void {
    const message = JSON.parse(text) as ToPage;
    if (message.kind === 'message') {
      const event = { sender: ipcRenderer, ports: [] };
      const args = codec.decode(message.args) as unknown[];
      for (const { listener } of listeners.get(message.channel) ?? []) listener(event, ...args);
      return;
    }
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(codec.decode(message.value));
    else waiting?.reject(new Error(message.message));
  }
  Object.defineProperty(globalThis, receive, { value: heard });

  window.addEventListener('contextmenu', (event) => {
    if (event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    tell({
      kind: 'context-menu',
      x: event.clientX,
      y: event.clientY,
      selectionText: String(getSelection() ?? ''),
      linkURL: target.closest('a')?.href ?? '',
      isEditable: target.isContentEditable || target.matches('input, textarea'),
    });
  });

  const exposed = new Set<string>();
  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld(name: string, value: unknown) {
        if (exposed.has(name)) {
          throw new Error('Cannot bind an API on top of an existing property on the window object');
        }
        exposed.add(name);
        port.expose(name, value);
      },
      executeInMainWorld: refuse('contextBridge.executeInMainWorld'),
    },
  };
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    url: { URL, URLSearchParams },
    timers: { setTimeout, setInterval, clearTimeout, clearInterval },
  };
  const require = (id: string): unknown => {
    const name = id.replace(/^node:/, '');
    // Electron's own rule and words for a sandboxed preload.
    if (!Object.hasOwn(modules, name)) throw new Error(`module not found: ${id}`);
    return modules[name];
  };
  const module = { exports: {} };
  const process = { ...facts, type: 'renderer', sandboxed: true, contextIsolated: true };
  preload(require, process, module.exports, module);
}
