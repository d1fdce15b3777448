/** One thing that the app asked of the desktop. */
export interface Call {
  /** Such as `shell.openExternal`. */
  what: string;
  args: unknown[];
}

/** Everything that the app asked of the desktop and that leaves no other trace here, oldest first. */
export const calls: Call[] = [];

export function record(what: string, ...args: unknown[]): void {
  calls.push({ what, args });
}
