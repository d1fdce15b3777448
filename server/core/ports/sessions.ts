import type { Device } from '../../protocol/sessions.ts';

/** Being signed in on one device, as stored. */
export interface StoredSession {
  /** 128 random bits in base64url. */
  id: string;
  user_id: number;
  device: Device;
  created_at: string;
  last_used_at: string;
  /** It counts as begun then: what ends all sessions begun before a moment passes over those that it renews. */
  good_from: string;
}

/**
 * Who is signed in where. Looking is done in memory. What is handed out is never changed; those of an account that is no
 * more are gone with it.
 */
export interface SessionStore {
  get(id: string): StoredSession | undefined;
  /** Somebody's, oldest first. */
  of(userId: number): StoredSession[];
  /**
   * Changes somebody's sessions: the function is given them in the order of things, and returns what is left of them, or
   * more. Resolves once that is durable, with those that are gone; rejects with AppError `storage_unavailable`, and
   * nothing has changed, where it cannot be saved.
   */
  change(userId: number, change: (sessions: StoredSession[]) => StoredSession[]): Promise<StoredSession[]>;
  /** One was used; saved behind, and lost where the process is killed before. */
  used(id: string, at: string): void;
}
