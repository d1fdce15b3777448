/** Whether the view keeps to the newest text, and how many entries came while it did not. */
export interface Follow {
  following: boolean;
  unseen: number;
}

export type FollowEvent =
  /** The reader turned back: wheel, touch, key, scrollbar, or selecting text. */
  | { kind: 'let_go' }
  /** The view moved; `distance` in px from the end. */
  | { kind: 'scrolled'; distance: number; down: boolean }
  /** Entries were added at the end. */
  | { kind: 'arrived'; count: number }
  /** The reader sent something or asked for the latest. */
  | { kind: 'take_up' };

/** This close to the end (px) a downward move takes up following again. */
export const NEAR_END = 32;

export const initialFollow: Follow = { following: true, unseen: 0 };

/** The rules of following. A view only lets go because the reader did something, never because text arrived. */
export function follow(state: Follow, event: FollowEvent): Follow {
  switch (event.kind) {
    case 'let_go':
      return state.following ? { following: false, unseen: 0 } : state;
    case 'scrolled':
      return !state.following && event.down && event.distance <= NEAR_END ? initialFollow : state;
    case 'arrived':
      return state.following || event.count === 0 ? state : { ...state, unseen: state.unseen + event.count };
    case 'take_up':
      return state.following ? state : initialFollow;
  }
}
