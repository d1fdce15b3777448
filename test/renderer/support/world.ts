import { afterEach, beforeEach, vi } from 'vitest';
import { Backend } from './backend.ts';
import { openTab, Profile } from './browser.ts';
import { linkedSockets } from './linked-sockets.ts';
import type { noFiles } from './no-files.ts';
import { requireNoTimers } from './timers.ts';

const ending: (() => void)[] = [];

/** Gives each test of a file a clock that stands still, and checks that nothing outlives it. */
export function withWorlds(): void {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    for (const end of ending.splice(0)) end();
    requireNoTimers();
    vi.useRealTimers();
  });
}

/** Lets everything happen that needs no time, or that is due within `ms`. */
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

/** A tab that has started, and a server on the other side that does nothing by itself on its sockets. */
export function setUp(profile = new Profile(), backend = new Backend(), transfer: Partial<typeof noFiles> = {}) {
  const sockets = linkedSockets();
  const tab = openTab(profile, { fetch: backend.fetch, WebSocket: sockets.WebSocket, ...transfer });
  const stop = tab.actions.start();
  ending.push(stop);
  return { ...tab, backend, profile, sockets, stop, peer: sockets.newest };
}

export type World = ReturnType<typeof setUp>;

/** Signed in; the first try to connect is under way. */
export async function signedIn(
  profile?: Profile,
  backend?: Backend,
  transfer?: Partial<typeof noFiles>,
): Promise<World> {
  const world = setUp(profile, backend, transfer);
  await world.actions.signIn({ username: 'ada', password: 'secret-password' });
  await pass();
  return world;
}

/** Signed in and connected. */
export async function connected(
  profile?: Profile,
  backend?: Backend,
  transfer?: Partial<typeof noFiles>,
): Promise<World> {
  const world = await signedIn(profile, backend, transfer);
  world.peer().accept();
  await pass();
  return world;
}

/** Signed in and connected, with chat 1 open and live, and its end in view. */
export async function inRoom(backend = new Backend()): Promise<World> {
  const world = await connected(undefined, backend);
  world.actions.openChat(1);
  await pass();
  letIn(world);
  world.actions.setEndInView(1, true);
  await pass();
  backend.calls.length = 0;
  return world;
}

/** The server's answer to `join`. */
export function letIn({ peer, backend }: World, chat_id = 1): void {
  const last = backend.messages.findLast((entry) => entry.chat_id === chat_id)?.id ?? 0;
  peer().send({ type: 'joined', chat_id, members: ['ada'], last_message_id: last });
}
