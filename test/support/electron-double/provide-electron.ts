import Module, { register } from 'node:module';

/** Node's own, which has no types. */
const modules = Module as unknown as {
  _load: (request: string, ...rest: unknown[]) => unknown;
};

const names = ['electron', 'electron/main', 'electron/common'];
const place = Symbol.for('electron double');

/** Makes `import ... from 'electron'` and `require('electron')` give this object, everywhere in this process. */
export function provideElectron(electron: object): void {
  Object.assign(globalThis, { [place]: electron });
  const load = modules._load;
  modules._load = (request, ...rest) => (names.includes(request) ? electron : load.call(Module, request, ...rest));
  const source = [
    `const electron = globalThis[Symbol.for(${JSON.stringify(place.description)})];`,
    'export default electron;',
    ...Object.keys(electron).map((name) => `export const ${name} = electron.${name};`),
  ].join('\n');
  const hooks = [
    `const names = ${JSON.stringify(names)}, url = ${JSON.stringify(dataUrl(source))};`,
    'export const resolve = (name, context, next) =>',
    '  names.includes(name) ? { url, shortCircuit: true } : next(name, context);',
  ].join('\n');
  register(dataUrl(hooks));
}

const dataUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
