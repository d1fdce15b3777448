import { Fragment, createElement, type ReactNode } from 'react';
import type { en } from './en.ts';
import { currentReader, perLocale } from './language.ts';

/** The name of a text. */
export type TextKey = keyof typeof en;

type Template<Key extends TextKey> = (typeof en)[Key] extends { readonly other: infer Other }
  ? Other
  : (typeof en)[Key];

type Blanks<Text> = Text extends `${string}{${infer Blank}}${infer Rest}` ? Blank | Blanks<Rest> : never;

type Values<Key extends TextKey, Value> = { [Blank in Blanks<Template<Key>>]: Blank extends 'count' ? number : Value };

type Arguments<Key extends TextKey, Value> = [Blanks<Template<Key>>] extends [never]
  ? (typeof en)[Key] extends string
    ? []
    : [values: { count: number }]
  : [values: (typeof en)[Key] extends string ? Values<Key, Value> : Values<Key, Value> & { count: number }];

const plurals = perLocale((locale) => new Intl.PluralRules(locale));
const numbers = perLocale((locale) => new Intl.NumberFormat(locale));

function template(key: TextKey, count: unknown): string {
  const entry = currentReader().dictionary[key];
  if (typeof entry === 'string') return entry;
  return entry[plurals().select(Number(count))] ?? entry.other;
}

const show = (value: unknown) => (typeof value === 'number' ? numbers().format(value) : String(value));

/** The text of that name, its blanks filled in. Numbers are written as the language writes them. */
export function text<Key extends TextKey>(key: Key, ...args: Arguments<Key, string | number>): string {
  const values: Record<string, unknown> = args[0] ?? {};
  return template(key, values['count']).replace(/\{(\w+)\}/g, (_, blank: string) => show(values[blank]));
}

/** As `text`, for blanks that are elements (a name that must be isolated, a link). */
export function rich<Key extends TextKey>(key: Key, ...args: Arguments<Key, ReactNode>): ReactNode {
  const values: Record<string, unknown> = args[0] ?? {};
  return template(key, values['count'])
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const value = values[part];
      // The place in its sentence is all the identity that a blank has.
      return createElement(Fragment, { key: index }, typeof value === 'number' ? show(value) : (value as ReactNode));
    });
}
