import type { Random } from './random.ts';

/** An object as text, name by name, so that it can be what no object is: twice the same name, values that are none. */
export type Pairs = [name: string, value: string][];

const names = ['type', 'chat_id', 'message_id', 'content', 'client_id', 'username', '__proto__', 'constructor'];
const oddNames = ['', 'toString', 'hasOwnProperty', 'prototype', '0', 'then', '\0', '\ud800', 'x'.repeat(300)];

const texts = [
  '',
  ' ',
  '\0',
  '\ud800',
  'a\udc00b',
  '__proto__',
  'constructor',
  '1',
  '-1',
  'NaN',
  'null',
  '/bot',
  '/bot  ',
  '\u202e\u2066\u200b',
  'e' + '\u0301'.repeat(50),
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  'İıßſ',
  '\r\n\t\u2028\ufeff',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '../../etc/passwd',
  '%00%zz${7*7}{{7*7}}',
  '2026-01-01T00:00:00.000Z',
];

const numbers = ['0', '-0', '1', '2', '-1', '1.5', '1.0', '1e0', '4294967296', '9007199254740991', '9007199254740993'];
const oddNumbers = ['1e308', '-1e999', '1e999', '5e-324', '99999999999999999999999999', '0.1e-400'];
const noJson = ['NaN', 'Infinity', 'undefined', '01', '+1', '.5', '0x10', "'x'", '"\\x"', '"', '{', ']', '', '\ufeff1'];
const things = [
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[1]',
  '["a"]',
  '{"a":1}',
  '{"__proto__":{"x":1}}',
  '[[]]',
  '[null]',
];

/** Any value as JSON, or as what is nearly JSON. */
export function anyValue(random: Random): string {
  switch (random.below(9)) {
    case 0:
    case 1:
      return JSON.stringify(random.pick(texts));
    case 2:
      return JSON.stringify(random.pick(texts).repeat(random.below(40)));
    case 3:
      return random.pick(numbers);
    case 4:
      return random.pick(oddNumbers);
    case 5:
      return random.pick(things);
    case 6:
      return random.chance(0.3) ? random.pick(noJson) : String(random.below(2 ** 31));
    case 7:
      return JSON.stringify(random.bytes(random.below(60)).toString('latin1'));
    default:
      return random.chance(0.1) ? deep(random) : JSON.stringify('x'.repeat(random.below(200)));
  }
}

/** Nested further than anything that reads it one level after the other can bear. */
function deep(random: Random): string {
  const depth = 1 + random.below(3000);
  const isWhole = random.chance(0.7);
  if (random.chance(0.5)) return '['.repeat(depth) + (isWhole ? ']'.repeat(depth) : '');
  return '{"a":'.repeat(depth) + (isWhole ? `1${'}'.repeat(depth)}` : '');
}

/** Text of one object, changed a little in places, or beyond recognition. */
export function mutated(pairs: Pairs, random: Random): string {
  const changed = pairs.map(([name, value]): [string, string] => [name, value]);
  for (let count = random.below(4); count > 0; count--) mutate(changed, random);
  const text = textOf(changed);
  return random.chance(0.15) ? mangled(text, random) : text;
}

export function textOf(pairs: Pairs): string {
  return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

function mutate(pairs: Pairs, random: Random): void {
  const at = random.below(pairs.length + 1);
  const pair = pairs[at];
  const way = pair ? random.below(10) : 0;
  if (!pair || way === 0) {
    pairs.splice(at, 0, [random.pick(random.chance(0.7) ? names : oddNames), anyValue(random)]);
  } else if (way === 1) {
    pairs.splice(at, 1);
  } else if (way === 2) {
    pairs.push([pair[0], random.pick(pairs)[1]]);
  } else if (way === 3) {
    pair[0] = random.pick(names);
  } else {
    pair[1] = random.chance(0.3) ? random.pick(pairs)[1] : anyValue(random);
  }
}

/** Text with some of its characters lost, doubled, put in or changed. */
export function mangled(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const odd = random.pick(['"', '\\', '{', '}', '[', ',', ':', '\0', '\u2028', 'e', '9', '\ufffd', ' ', '\\u', '/*']);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + odd + text.slice(at);
    case 2:
      return text.slice(0, at) + odd + text.slice(at + 1);
    case 3:
      return text + text;
    case 4:
      return random.chance(0.5) ? `[${text}]` : `"${text}"`;
    default:
      return random.bytes(random.below(80)).toString(random.pick(['utf8', 'latin1']));
  }
}
