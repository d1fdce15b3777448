import { describe, expect, test } from 'vitest';
import { isReachable } from '../../../server/webhooks/addresses.ts';
import { urlProblem } from '../../../server/webhooks/url.ts';

const own = ['8.8.4.4', '2a00:1450:4001:80b::200e'];

describe('[SSRF1] the address that a name leads to', () => {
  test.each([
    ['8.8.8.8', true, true],
    ['2a00:1450:4001:80b::200f', true, true],
    ['::ffff:8.8.8.8', true, true],
    ['64:ff9b::808:808', true, true],
    ['2002:808:808::1', true, true],
    // Loopback, private, of a carrier, unique local: only a home network's.
    ['127.0.0.1', false, true],
    ['127.255.255.254', false, true],
    ['::1', false, true],
    ['10.0.0.1', false, true],
    ['172.16.0.1', false, true],
    ['172.31.255.255', false, true],
    ['192.168.1.1', false, true],
    ['100.64.0.1', false, true],
    ['fc00::1', false, true],
    ['fd12:3456::1', false, true],
    ['::ffff:127.0.0.1', false, true],
    ['::ffff:10.0.0.1', false, true],
    ['64:ff9b::7f00:1', false, true],
    ['64:ff9b::a00:1', false, true],
    ['2002:7f00:1::', false, true],
    ['2002:a00:1::1', false, true],
    // Never.
    ['0.0.0.0', false, false],
    ['0.1.2.3', false, false],
    ['::', false, false],
    ['169.254.169.254', false, false],
    ['::ffff:169.254.169.254', false, false],
    ['64:ff9b::a9fe:a9fe', false, false],
    ['2002:a9fe:a9fe::', false, false],
    ['fe80::1', false, false],
    ['fe80::1%eth0', false, false],
    ['fec0::1', false, false],
    ['224.0.0.1', false, false],
    ['239.255.255.255', false, false],
    ['ff02::1', false, false],
    ['255.255.255.255', false, false],
    ['240.0.0.1', false, false],
    ['192.0.2.1', false, false],
    ['198.18.0.1', false, false],
    ['192.88.99.1', false, false],
    ['::127.0.0.1', false, false],
    ['::8.8.8.8', false, false],
    ['64:ff9b:1::808:808', false, false],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', false, false],
    ['2001:db8::1', false, false],
    ['4000::1', false, false],
    ['nonsense', false, false],
    ['', false, false],
  ])('%s: public %s, any %s', (address, isPublic, isAny) => {
    expect([isReachable(address, 'public', own), isReachable(address, 'any', own)]).toEqual([isPublic, isAny]);
  });

  test("this computer's own public address is not public, in whatever form", () => {
    const forms = ['8.8.4.4', '::ffff:8.8.4.4', '64:ff9b::808:404', '2002:808:404::', '2a00:1450:4001:80b:0::200e'];
    expect(forms.map((address) => isReachable(address, 'public', own))).toEqual(forms.map(() => false));
  });
});

describe('[SSRF2] an address as somebody writes it', () => {
  test.each([
    ['https://example.org/hook?a=b#c', undefined],
    ['http://example.org:8080/', undefined],
    ['https://[2a00:1450:4001:80b::200f]/', undefined],
    ['https://8.8.8.8/', undefined],
    ['not a url', 'not_a_url'],
    ['', 'not_a_url'],
    ['http://', 'not_a_url'],
    ['http://[::1', 'not_a_url'],
    ['http://1.2.3.4.5/', 'not_a_url'],
    ['ftp://example.org/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['gopher://example.org/', 'scheme'],
    ['unix:/var/run/docker.sock', 'scheme'],
    ['https://user:pass@example.org/', 'credentials'],
    ['https://user@example.org/', 'credentials'],
    ['http://example.org@127.0.0.1/', 'credentials'],
    ['http://example.org:22/', 'port'],
    ['http://example.org:25/', 'port'],
    ['http://example.org:6379/', 'port'],
    ['http://example.org:0/', 'port'],
    ['http://127.0.0.1/', 'inside'],
    ['http://127.1/', 'inside'],
    ['http://0177.0.0.1/', 'inside'],
    ['http://0x7f.1/', 'inside'],
    ['http://0x7f000001/', 'inside'],
    ['http://2130706433/', 'inside'],
    ['http://017700000001/', 'inside'],
    ['http://0/', 'inside'],
    ['http://①②⑦.⓪.⓪.①/', 'inside'],
    ['http://127。0。0。1/', 'inside'],
    ['http://127.0.0.1./', 'inside'],
    ['http://[::1]/', 'inside'],
    ['http://[::]/', 'inside'],
    ['http://[::ffff:127.0.0.1]/', 'inside'],
    ['http://[::ffff:7f00:1]/', 'inside'],
    ['http://[64:ff9b::127.0.0.1]/', 'inside'],
    ['http://169.254.169.254/latest/meta-data/', 'inside'],
    ['http://localhost/', 'inside'],
    ['http://LOCALHOST./', 'inside'],
    ['http://a.localhost/', 'inside'],
    ['http://8.8.4.4/', 'inside'],
  ])('%s: %s', (url, problem) => {
    expect(urlProblem(url, 'public', own)).toBe(problem);
  });

  test('a home network is let in only where the server says so, the addresses of cloud machines never', () => {
    const urls = ['http://localhost:3000/', 'http://192.168.1.5/', 'http://[::1]:8123/', 'http://169.254.169.254/'];
    expect(urls.map((url) => urlProblem(url, 'any', own))).toEqual([undefined, undefined, undefined, 'inside']);
  });
});
