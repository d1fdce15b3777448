import { expect, test } from 'vitest';
import { originOf, pageSource } from '../../electron/origin.ts';
import { setUpPermissions } from '../../electron/permissions.ts';
import { webPage } from '../../electron/web-page.ts';

type Session = Parameters<typeof setUpPermissions>[0];

/** Asks in both ways that a page can, which must agree. */
function createAsk() {
  let request!: Parameters<Session['setPermissionRequestHandler']>[0];
  let check!: Parameters<Session['setPermissionCheckHandler']>[0];
  setUpPermissions(
    {
      setPermissionRequestHandler: (handler) => void (request = handler),
      setPermissionCheckHandler: (handler) => void (check = handler),
      setDevicePermissionHandler: (handler) => expect(handler?.({} as never)).toBe(false),
    },
    'app://bundle',
  );
  return (permission: string, url: string) => {
    const answers: boolean[] = [];
    request?.(null as never, permission as never, (granted) => answers.push(granted), { requestingUrl: url } as never);
    answers.push(check?.(null, permission as never, url, {} as never) ?? false);
    return answers;
  };
}

test.each(['notifications', 'clipboard-sanitized-write', 'local-network', 'local-network-access', 'loopback-network'])(
  '[SHELL8] our page may have %s, and nobody else',
  (permission) => {
    const ask = createAsk();
    expect(ask(permission, 'app://bundle/chats/1')).toEqual([true, true]);
    for (const other of ['https://example.com/', 'app://other/', 'http://bundle/', 'app://bundle.evil/', '']) {
      expect(ask(permission, other)).toEqual([false, false]);
    }
  },
);

test.each(['media', 'geolocation', 'clipboard-read', 'openExternal', 'usb', 'fullscreen', 'something-new'])(
  '[SHELL8] nobody may have %s',
  (permission) => {
    expect(createAsk()(permission, 'app://bundle/')).toEqual([false, false]);
  },
);

test.each([
  ['https://example.com', 'https://example.com/'],
  ['HTTP://Example.com/a?b#c', 'http://example.com/a?b#c'],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['smb://host/share', null],
  ['ms-msdt:/id', null],
  ['app://bundle/', null],
  ['gemini-coop://join?server=http://a', null],
  ['//example.com', null],
  ['', null],
])('[SHELL9] of a link to %s, %s is opened in the browser', (address, opened) => {
  expect(webPage(address)).toBe(opened);
});

test('[SHELL9] only an app that runs from its sources shows the page of a development server', () => {
  const env = { VITE_DEV_SERVER_URL: 'http://127.0.0.1:5173/x' };
  const bundle = { origin: 'app://bundle', url: 'app://bundle/' };
  expect(pageSource({ isPackaged: true, env })).toEqual(bundle);
  expect(pageSource({ isPackaged: false, env: {} })).toEqual(bundle);
  expect(pageSource({ isPackaged: false, env })).toEqual({
    origin: 'http://127.0.0.1:5173',
    url: 'http://127.0.0.1:5173/x',
  });
});

test('[SHELL9] an origin is scheme, host and port, and nothing that only looks alike', () => {
  expect(originOf('app://bundle/a?b')).toBe('app://bundle');
  expect(originOf('http://a:1/b')).toBe('http://a:1');
  expect(originOf('app://bundle@evil/')).toBe('app://evil');
  expect(originOf('about:blank')).not.toBe('app://bundle');
  expect(originOf('nonsense')).toBe(null);
});
