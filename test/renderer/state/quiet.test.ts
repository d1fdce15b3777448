import { expect, test } from 'vitest';
import { quietUntil, tomorrow } from '../../../renderer/state/quiet.ts';
import { defaultPreferences } from '../../../server/protocol/preferences.ts';

const at = (day: number, hours: number, minutes = 0) => new Date(2026, 5, day, hours, minutes).getTime();
const until = (from: string, to: string, now: number, paused: number | null = null) => {
  const paused_until = paused === null ? null : new Date(paused).toISOString();
  return quietUntil({ ...defaultPreferences, quiet_hours: { from, to }, paused_until }, now);
};

test('[NOTIFY8] quiet hours go over midnight, and end on the minute', () => {
  expect(until('22:00', '07:00', at(1, 21, 59))).toBeNull();
  expect(until('22:00', '07:00', at(1, 22))).toBe(at(2, 7));
  expect(until('22:00', '07:00', at(2, 0))).toBe(at(2, 7));
  expect(until('22:00', '07:00', at(2, 6, 59))).toBe(at(2, 7));
  expect(until('22:00', '07:00', at(2, 7))).toBeNull();
  expect(until('12:30', '13:15', at(2, 12, 29))).toBeNull();
  expect(until('12:30', '13:15', at(2, 13))).toBe(at(2, 13, 15));
  expect(until('12:30', '13:15', at(2, 13, 15))).toBeNull();
  expect(until('00:00', '23:59', at(2, 12))).toBe(at(2, 23, 59));
});

test('[NOTIFY8] a pause ends at its time, or with the quiet hours that it leads into', () => {
  const paused = (end: number) =>
    quietUntil({ ...defaultPreferences, paused_until: new Date(end).toISOString() }, at(1, 12));
  expect([paused(at(1, 13)), paused(at(1, 12))]).toEqual([at(1, 13), null]);
  expect(until('22:00', '07:00', at(1, 21), at(1, 23))).toBe(at(2, 7));
  expect(until('22:00', '07:00', at(2, 6), at(2, 8))).toBe(at(2, 8));
  expect(tomorrow(at(1, 23, 59))).toBe(at(2, 8));
  expect(tomorrow(at(2, 0, 1))).toBe(at(3, 8));
});
