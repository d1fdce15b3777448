import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FoundParty } from '../../electron/bridge.ts';
import { readFoundParty } from '../../electron/parties/found-party.ts';
import { HeardParties } from '../../electron/parties/heard-parties.ts';

const answer = {
  port: 8000,
  addresses: ['192.168.1.5'],
  referer: { address: '192.168.1.5' },
  txt: { id: 'a-1', v: '1', ver: '0.1.0', name: 'Friday', host: 'ann', invite: '1' },
};
const saying = (txt: object) => readFoundParty({ ...answer, txt: { ...answer.txt, ...txt } });
const party: FoundParty = {
  serverId: 'a-1',
  name: 'Friday',
  host: 'ann',
  addresses: ['http://192.168.1.5:8000'],
  protocol: 1,
  version: '0.1.0',
  needsInvite: true,
};

test('[FIND3] an answer of our form is a party', () => {
  expect(readFoundParty(answer)).toEqual(party);
});

test('[FIND3] addresses: the sender’s first, IPv6 last, and none that cannot be a machine’s out there', () => {
  const others = ['127.0.0.1', 'fe80::1', '2001:db8::5', 'fd00::5', '::1', 'ff02::fb', '0.0.0.0', '224.0.0.251'];
  const addresses = [...others, '169.254.1.1', '255.255.255.255', 'evil.example', '10.0.0.5', '10.0.0.6'];
  expect(readFoundParty({ ...answer, referer: { address: '10.0.0.6' }, addresses })?.addresses).toEqual([
    'http://10.0.0.6:8000',
    'http://10.0.0.5:8000',
    'http://[2001:db8::5]:8000',
    'http://[fd00::5]:8000',
  ]);
  const many = Array.from({ length: 100 }, (_, n) => `10.0.1.${n}`);
  expect(readFoundParty({ ...answer, addresses: many })?.addresses).toHaveLength(8);
  expect(readFoundParty({ ...answer, referer: { address: '127.0.0.1' }, addresses: [] })).toBeUndefined();
});

test.each([
  ['no id', { id: undefined }],
  ['an id of another form', { id: '<b>' }],
  ['an endless id', { id: 'a'.repeat(65) }],
  ['no name', { name: undefined }],
  ['a name of which nothing can be seen', { name: '\u202e\u0000 \u200b' }],
  ['no protocol', { v: 'one' }],
  ['neither yes nor no to an invite', { invite: 'maybe' }],
])('[FIND3] what has %s is no party', (_, txt) => {
  expect(saying(txt)).toBeUndefined();
});

test('[FIND3] texts are cut, in one line, and cannot turn what stands around them', () => {
  expect(saying({ name: '  Fri\r\n\tday \u202egnp\u001b[31m ' })?.name).toBe('Fri day gnp[31m');
  expect(saying({ name: '👩\u200d👧'.repeat(40), host: 'x'.repeat(41), ver: '9'.repeat(21) })).toMatchObject({
    name: Array.from('👩\u200d👧'.repeat(20)).join(''),
    host: 'x'.repeat(40),
    version: '9'.repeat(20),
  });
  expect(saying({ host: undefined, ver: undefined })).toMatchObject({ host: '', version: '' });
});

test('[FIND3] no answer is too strange to be read', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const txt = fc.record({ id: text, v: text, ver: text, name: text, host: text, invite: text }, { requiredKeys: [] });
  const strange = fc.record({ port: fc.anything(), addresses: fc.anything(), referer: fc.anything(), txt });
  fc.assert(fc.property(fc.oneof(fc.anything(), strange), (given) => void readFoundParty(given)));
  fc.assert(
    fc.property(text, (name) => {
      const found = saying({ name });
      if (found === undefined) return;
      expect(found.name).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      expect(found.name.length).toBeLessThanOrEqual(120);
    }),
  );
});

const named = (serverId: string, more: Partial<FoundParty> = {}): FoundParty => ({ ...party, serverId, ...more });

test('[FIND4] a party that is heard from several senders is one, and its addresses keep their order', () => {
  const heard = new HeardParties();
  heard.hear(named('a', { addresses: ['http://10.0.0.1:1', 'http://10.0.1.1:1'] }), 0);
  heard.hear(named('b'), 0);
  heard.hear(named('a', { name: 'Renamed', addresses: ['http://10.0.1.1:1', 'http://10.0.0.1:1'] }), 1);
  expect(heard.all.map(({ serverId, name }) => [serverId, name])).toEqual([
    ['a', 'Renamed'],
    ['b', 'Friday'],
  ]);
  expect(heard.all[0]?.addresses[0]).toBe('http://10.0.0.1:1');
  heard.hear(named('a', { addresses: ['http://10.0.1.1:1'] }), 2);
  expect(heard.all[0]?.addresses).toEqual(['http://10.0.1.1:1']);
});

test('[FIND2] a party is forgotten when it says so, and when it was silent for too long', () => {
  const heard = new HeardParties();
  heard.hear(named('a'), 0);
  heard.hear(named('b'), 5);
  heard.hear(named('c'), 10);
  heard.forget('c');
  heard.hear(named('a'), 10);
  heard.forgetBefore(6);
  expect(heard.all.map(({ serverId }) => serverId)).toEqual(['a']);
});

test('[FIND3] a flood of parties is not kept', () => {
  const heard = new HeardParties();
  for (let n = 0; n < 1000; n++) heard.hear(named(`s${n}`), n);
  expect(heard.all).toHaveLength(100);
  heard.hear(named('s5', { name: 'still heard' }), 2000);
  heard.forgetBefore(1500);
  expect(heard.all.map(({ name }) => name)).toEqual(['still heard']);
});
