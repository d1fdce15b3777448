import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCodec } from './electron-double/page/codec.ts';
import { createWorldPort, type Carrier } from './electron-double/page/world-port.ts';
import { emitterOf, only } from './electron-double/unsupported.ts';
import { addScheme, policyToBrowser, toApp, toBrowser } from './electron-double/wire.ts';

describe('what goes between main and a page', () => {
  const { encode, decode } = createCodec();

  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: false }),
    fc.uint8Array(),
    fc.float64Array(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
      fc.array(fc.tuple(tie('value'), tie('value'))).map((entries) => new Map(entries)),
      fc.array(tie('value')).map((items) => new Set(items)),
    ),
  }));

  test('arrives as a structured clone would', () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(decode(encode(sent))).toStrictEqual(structuredClone(sent));
      }),
    );
  });

  test('keeps errors, patterns and parts of buffers', () => {
    const sent = { error: new RangeError('far'), pattern: /a+/gi, part: new Uint8Array([1, 2, 3, 4]).subarray(1, 3) };
    const { error, pattern, part } = decode(encode(sent)) as typeof sent;
    expect(String(error)).toBe('RangeError: far');
    expect(pattern).toEqual(/a+/gi);
    expect([...part]).toEqual([2, 3]);
  });

  test('is refused in the words of Electron where it cannot be cloned', () => {
    expect(() => encode({ call: () => 1 })).toThrow('An object could not be cloned.');
    expect(() => encode(Symbol('s'))).toThrow('An object could not be cloned.');
  });

  test('may not hold itself, but may hold the same twice', () => {
    const twice = { a: 1 };
    expect(decode(encode([twice, twice]))).toEqual([twice, twice]);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => encode(circle)).toThrow('holds itself');
  });
});

describe('the bridge between the two worlds of a page', () => {
  /** Two worlds that share nothing: whatever goes over is cloned. `exposed` is what the page was given. */
  function twoWorlds(value: unknown): { exposed: unknown } {
    const listeners = new Map<string, (message: unknown) => void>();
    const carrier: Carrier = {
      dispatch: (channel, message) => listeners.get(channel)?.(structuredClone(message)),
      listen: (channel, listener) => void listeners.set(channel, listener),
    };
    const page = createWorldPort(carrier, 'page', 'preload');
    const preload = createWorldPort(carrier, 'preload', 'page');
    let exposed: unknown;
    page.onExpose((_name, given) => void (exposed = given));
    preload.expose('api', value);
    return { exposed };
  }

  test('copies data and drops prototypes', () => {
    class Point {
      x = 1;
      get y(): number {
        return 2;
      }
    }
    const { exposed } = twoWorlds({ point: new Point(), when: new Date(0), list: [{ a: undefined }] });
    expect(exposed).toStrictEqual({ point: { x: 1 }, when: new Date(0), list: [{ a: undefined }] });
  });

  test('lets each world call the other at once, callbacks included', () => {
    const { exposed } = twoWorlds({
      each: (items: number[], call: (item: number) => number) => items.map((item) => call(item) + 1),
      subscribe: () => () => 'off',
    });
    const api = exposed as {
      each: (items: number[], call: (item: number) => number) => number[];
      subscribe: () => () => string;
    };
    expect(api.each([1, 2], (item) => item * 10)).toEqual([11, 21]);
    expect(api.subscribe()()).toBe('off');
  });

  test('hands over what is thrown, and how promises end', async () => {
    const { exposed } = twoWorlds({
      fail: () => {
        throw new RangeError('too far');
      },
      later: async () => ({ done: () => 'yes' }),
      never: () => Promise.reject(new TypeError('no')),
    });
    const api = exposed as {
      fail: () => void;
      later: () => Promise<{ done: () => string }>;
      never: () => Promise<void>;
    };
    expect(() => api.fail()).toThrow(expect.objectContaining({ name: 'RangeError', message: 'too far' }));
    expect((await api.later()).done()).toBe('yes');
    await expect(api.never()).rejects.toMatchObject({ name: 'TypeError', message: 'no' });
  });

  test('refuses symbols and what is nested without end', () => {
    const endless: Record<string, unknown> = {};
    endless.inner = endless;
    expect(() => twoWorlds(endless)).toThrow('recursion depth exceeded');
    expect(() => twoWorlds({ key: Symbol('s') })).toThrow('could not be cloned');
  });
});

describe('addresses of the app', () => {
  addScheme('app');

  test('go to the browser and back, and no other address changes', () => {
    expect(toBrowser('app://bundle/a?b#c')).toBe('http://bundle.app.localhost/a?b#c');
    expect(toApp('http://bundle.app.localhost/a?b#c')).toBe('app://bundle/a?b#c');
    expect(toApp('http://bundle.app.localhost')).toBe('app://bundle');
    for (const url of ['http://127.0.0.1:8000/app://x', 'https://bundle.app.localhost/', 'data:text/html,x', 'null']) {
      expect([toBrowser(url), toApp(url)]).toEqual([url, url]);
    }
  });

  test('are known to a content security policy by either name', () => {
    expect(policyToBrowser("default-src 'self' app: https:; img-src app://bundle data:")).toBe(
      "default-src 'self' http://*.app.localhost https:; img-src http://bundle.app.localhost data:",
    );
  });
});

describe('what the double does not have', () => {
  test('throws a sentence that says so, but may be asked what anything is asked', async () => {
    const shell = only('shell', { beep: () => 1 });
    expect(() => Reflect.get(shell, 'trashItem') as unknown).toThrow(
      'electron double: shell.trashItem is not supported.',
    );
    await expect(Promise.resolve(shell)).resolves.toBe(shell);
    expect(JSON.stringify(shell)).toBe('{}');
    const app = new (class extends emitterOf('app') {})();
    app.on('ready', () => {});
    expect(app.emit('ready')).toBe(true);
    expect(() => Reflect.get(app, 'moveToApplicationsFolder') as unknown).toThrow('app.moveToApplicationsFolder');
  });
});
