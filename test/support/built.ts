/** Vitest's global setup: some tests run the server as its own process, from the build. */
export { ensureBuilt as setup } from '../../build/ensure-built.ts';
