import { describe, expect, it } from 'vitest';
import { follow, initialFollow, type FollowEvent } from '../../../renderer/chat/timeline/follow.ts';

const after = (...events: FollowEvent[]) => events.reduce(follow, initialFollow);

describe('following the newest text', () => {
  it('goes on while text arrives and the view is moved by it', () => {
    expect(after({ kind: 'arrived', count: 3 }, { kind: 'scrolled', distance: 900, down: false })).toEqual(
      initialFollow,
    );
  });

  it('lets go when the reader turns back, and counts what comes', () => {
    const state = after({ kind: 'let_go' }, { kind: 'arrived', count: 1 }, { kind: 'arrived', count: 2 });
    expect(state).toEqual({ following: false, unseen: 3 });
  });

  it('does not take up again by being near the end on the way up', () => {
    expect(after({ kind: 'let_go' }, { kind: 'scrolled', distance: 10, down: false }).following).toBe(false);
  });

  it('takes up again when the reader comes down to the end', () => {
    const away: FollowEvent[] = [{ kind: 'let_go' }, { kind: 'arrived', count: 2 }];
    expect(after(...away, { kind: 'scrolled', distance: 400, down: true }).following).toBe(false);
    expect(after(...away, { kind: 'scrolled', distance: 10, down: true })).toEqual(initialFollow);
  });

  it('takes up again on request and on the own send', () => {
    expect(after({ kind: 'let_go' }, { kind: 'arrived', count: 2 }, { kind: 'take_up' })).toEqual(initialFollow);
  });
});
