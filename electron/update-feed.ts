/**
 * The address that newer versions are looked for at. Only `https`: a feed says itself what its files must look like, so
 * who can change it on the way can install anything.
 * @param given what the environment says
 * @returns undefined where nothing is given, or nothing that can be trusted
 */
export function updateFeed(given: string | undefined): string | undefined {
  if (given === undefined || !URL.canParse(given)) return undefined;
  const url = new URL(given);
  return url.protocol === 'https:' ? url.href : undefined;
}
