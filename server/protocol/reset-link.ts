/** Where a page lets somebody choose another password. The token is behind the `#`, so that no server's log has it. */
export const resetAddress = (server: string, token: string): string => `${server}/#/reset/${token}`;

/** The token in the fragment of such an address; null where it is another one. */
export function resetTokenIn(fragment: string): string | null {
  return /^#\/reset\/([\w-]{1,100})$/.exec(fragment)?.[1] ?? null;
}
