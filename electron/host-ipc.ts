import * as z from 'zod';
import type { Push } from './channels.ts';
import { hostDefaults, machineUser, type LastOptions } from './host/defaults.ts';
import type { Host } from './host/host.ts';
import type { GeminiKey } from './host/key.ts';
import { hostOptions } from './host/options.ts';
import type { Handle } from './ipc.ts';

/** A key of any shape; nobody's is longer. */
const KEY_MAX = 1000;

interface HostIpcParts {
  handle: Handle;
  push: Push;
  host: Host;
  /** Settles once the keychain has answered. */
  key: Promise<GeminiKey>;
  dataDirectory: string;
  last: LastOptions;
}

/** Answers the page about hosting, and tells it of every change. */
export function answerHost({ handle, push, host, key, dataDirectory, last }: HostIpcParts): void {
  handle('host:state', z.undefined(), () => host.state);
  handle('host:defaults', z.undefined(), () => hostDefaults({ dataDirectory, last, userName: machineUser() }));
  handle('host:start', hostOptions, async (options) => {
    await key;
    return host.start(options);
  });
  handle('host:stop', z.undefined(), () => host.stop());
  handle('host:sign-in', z.undefined(), () => host.signIn());
  handle('key:status', z.undefined(), async () => (await key).status);
  handle('key:save', z.object({ key: z.string().max(KEY_MAX), allowWeak: z.boolean() }), async (given) =>
    (await key).save(given.key, given),
  );
  handle('key:forget', z.undefined(), async () => (await key).forget());
  host.onState((state) => push('host:changed', state));
}
