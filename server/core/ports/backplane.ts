import type { ServerFrame } from '../../protocol/frames.ts';

/** What is published about: a chat's room, what its participants outside the room hear of it, or one user's connections. */
export type Topic = `chat:${number}` | `activity:${number}` | `user:${number}`;

/** Sessions of the user whose topic it is have ended: their connections are told, and closed. */
export interface SessionsEnded {
  reason: 'signed_out' | 'logged_out' | 'password' | 'deleted' | 'replaced';
  /** Null: all there are, and whatever is of none, but for `except`. */
  session_ids: string[] | null;
  except: string | null;
}

/** A frame under way to everybody who listens. */
export interface Envelope {
  frame: ServerFrame;
  /** The connections of this user do not get it. */
  exceptUserId?: number;
  /** Only the connections of these sessions get it, and are closed. */
  ended?: SessionsEnded;
}

/**
 * The live port between server nodes. Nothing is kept: who does not listen misses it. Envelopes of one topic from one
 * node arrive in the order in which they were published.
 */
export interface Backplane {
  publish(topic: Topic, envelope: Envelope): void;
  /** Returns the function that ends the subscription. */
  subscribe(topic: Topic, listener: (envelope: Envelope) => void): () => void;
  close(): Promise<void>;
}
