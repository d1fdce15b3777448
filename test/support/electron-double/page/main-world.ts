import type { WorldPort } from './world-port.ts';

/**
 * The page's own world: puts what the preload exposes on `window`, frozen. It is evaluated from its own source, before
 * any script of the page.
 */
export function runMainWorld(port: WorldPort): void {
  function freeze(value: unknown): unknown {
    if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(freeze);
      Object.freeze(value);
    }
    return value;
  }
  port.onExpose((name, value) => {
    Object.defineProperty(window, name, {
      value: freeze(value),
      enumerable: true,
      writable: false,
      configurable: false,
    });
  });
}
