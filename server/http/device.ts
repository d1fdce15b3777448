import type { Request } from 'express';
import type { Visitor } from '../core/accounts.ts';
import type { Device } from '../protocol/sessions.ts';
import { addressOf } from './address.ts';

// The first that fits counts: most programs also name those that they descend from.
const programs: [RegExp, NonNullable<Device['program']>][] = [
  [/\bElectron\//, 'app'],
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*\bSafari\//, 'Safari'],
];

const systems: [RegExp, NonNullable<Device['system']>][] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Of what a program says of itself, only what is known by name is kept: it may say anything. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 500);
  const program = programs.find(([sign]) => sign.test(text))?.[1] ?? null;
  const system = systems.find(([sign]) => sign.test(text))?.[1] ?? null;
  return { program, system };
}

/** Who asks without being signed in. */
export function visitorOf(req: Request): Visitor {
  return { address: addressOf(req), device: deviceOf(req.headers['user-agent']) };
}
