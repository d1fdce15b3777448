import { parseJoinTarget } from '../../../server/protocol/join-target.ts';

/** The invite in the page's own address, for `start`. */
export function inviteInAddress(href: string): { invite?: string } {
  const invite = parseJoinTarget(href)?.invite;
  return invite === undefined ? {} : { invite };
}
