import { expect, test } from 'vitest';
import { closeCodes } from '../../../server/protocol/limits.ts';
import { connected, pass, withWorlds } from '../support/world.ts';

withWorlds();

test.each([
  [closeCodes.goingAway, true],
  [1006, false],
])(
  '[START12] a socket that closes with %i was stopped: %s, until it is connected again by itself',
  async (code, stopped) => {
    const { state, peer, sockets } = await connected();
    expect(state().lost).toBeNull();
    peer().close(code);
    expect(state().lost).toEqual({ at: Date.now(), isStopped: stopped });
    await pass(20_000);
    expect(sockets.peers.length).toBeGreaterThan(1);
    expect(state().lost).not.toBeNull();
    sockets.newest().accept();
    expect(state().lost).toBeNull();
    await pass();
  },
);
