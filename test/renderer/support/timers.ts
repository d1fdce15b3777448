import { vi } from 'vitest';

/** Fails where something goes on that should have ended. */
export function requireNoTimers(): void {
  const count = vi.getTimerCount();
  if (count > 0) throw new Error(`${count} timers are left`);
}
