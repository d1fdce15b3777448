import type { Changing } from '../core/ports/changing.ts';

/**
 * What is stored once a change is made, or undefined where nothing is to be changed. Fields that are given as undefined
 * are gone.
 */
export function applyChange<Thing extends object, Change extends object>(
  current: Thing,
  changing: Changing<Thing, Change>,
): Thing | undefined {
  const change = typeof changing === 'function' ? changing(structuredClone(current)) : changing;
  if (change === null) return undefined;
  const fields = Object.entries({ ...current, ...structuredClone(change) });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Thing;
}
