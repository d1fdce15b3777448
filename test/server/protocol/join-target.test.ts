import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldJoinCode, formatJoinCode, JOIN_CODE_LETTERS } from '../../../server/protocol/invites.ts';
import { deepLink, inviteLink, parseJoinTarget } from '../../../server/protocol/join-target.ts';

describe('what people type to join', () => {
  it.each([
    ['192.168.1.5', 'http://192.168.1.5:8000'],
    [' 192.168.1.5:9000 ', 'http://192.168.1.5:9000'],
    ['192.168.1.5:80', 'http://192.168.1.5'],
    ['party.local', 'http://party.local:8000'],
    ['[fd00::1]', 'http://[fd00::1]:8000'],
    ['[fd00::1]:8001/', 'http://[fd00::1]:8001'],
    ['http://192.168.1.5', 'http://192.168.1.5'],
    ['http://192.168.1.5:8000/chats/4', 'http://192.168.1.5:8000'],
    ['HTTPS://Chat.Example.org/', 'https://chat.example.org'],
  ])('[LINK1] reads the address %s', (typed, server) => {
    expect(parseJoinTarget(typed)).toEqual({ server });
  });

  it.each([
    '',
    '   ',
    'two words',
    'ftp://192.168.1.5',
    'javascript://192.168.1.5/%0aalert(1)',
    'file:///etc/passwd',
    'http://user:secret@192.168.1.5:8000',
    'http://',
    'gemini-coop://join',
    'gemini-coop://leave?server=http%3A%2F%2F192.168.1.5%3A8000',
    'gemini-coop://join?server=javascript%3Aalert(1)',
    'gemini-coop://join?server=192.168.1.5',
    'gemini-coop://join?server=gemini-coop%3A%2F%2Fjoin',
    'gemini-coop://join?server=http%3A%2F%2Fa%3Ab%40192.168.1.5',
  ])('[LINK2] takes "%s" for no way to join', (typed) => {
    expect(parseJoinTarget(typed)).toBeNull();
  });

  it('[LINK3] reads every link that it makes', () => {
    const server = fc.constantFrom('http://192.168.1.5:8000', 'https://chat.example.org', 'http://[fd00::1]:8001');
    const invite = fc.option(fc.stringMatching(/^[\w-]{22}$/), { nil: undefined });
    fc.assert(
      fc.property(server, invite, (base, secret) => {
        const target = { server: base, ...(secret !== undefined && { invite: secret }) };
        expect(parseJoinTarget(inviteLink(target))).toEqual(target);
        expect(parseJoinTarget(deepLink(target))).toEqual(target);
      }),
    );
  });

  it('[LINK2] survives whatever else is pasted', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })), (typed) => {
        const target = parseJoinTarget(typed);
        expect(target === null || new URL(target.server).origin === target.server).toBe(true);
      }),
    );
  });
});

describe('join codes', () => {
  it('[LINK4] are the same however they are typed', () => {
    for (const typed of ['AB01-2CDE', 'ab01 2cde', 'abo12cde', 'ABOL-2CDE', 'abo\u2013i2cde', ' ABO1 2CDE ']) {
      expect(foldJoinCode(typed)).toBe('AB012CDE');
    }
  });

  it('[LINK4] survive being shown and read', () => {
    const code = fc.array(fc.constantFrom(...Array.from(JOIN_CODE_LETTERS)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(code, (letters) => {
        const written = letters.join('');
        expect(foldJoinCode(formatJoinCode(written))).toBe(written);
      }),
    );
  });
});
