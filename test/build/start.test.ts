import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSilentServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopObstacle } from '../../build/desktop-obstacle.ts';
import { downloadElectron } from '../../build/download-electron.ts';
import { runDesktop } from '../../build/run-desktop.ts';
import { clientOf } from '../support/client.ts';
import { startProgram } from '../support/program.ts';

const root = path.resolve(import.meta.dirname, '../..');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

describe('whether there is a desktop', () => {
  test.each([
    ['linux', 1000, { DISPLAY: ':0' }, undefined],
    ['linux', 1000, { WAYLAND_DISPLAY: 'wayland-0' }, undefined],
    ['linux', 1000, {}, 'there is no display here'],
    ['linux', 0, { DISPLAY: ':0' }, 'the desktop app does not run as root'],
    ['darwin', 0, {}, undefined],
    ['win32', undefined, {}, undefined],
  ] as const)('[PACK5] on %s, user %s, with %j: %s', (platform, uid, env, obstacle) => {
    expect(desktopObstacle({ platform, uid, env })).toBe(obstacle);
  });
});

describe('downloading Electron', () => {
  const from = async (server: Server): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const name of ['npm_config_electron_mirror', 'NPM_CONFIG_ELECTRON_MIRROR']) vi.stubEnv(name, '');
    vi.stubEnv('ELECTRON_MIRROR', `http://${host}/`);
    return host;
  };
  const end = (server: Server) => new Promise((resolve) => server.close(resolve));

  test('[PACK6] from where nobody listens', async () => {
    const server = createSilentServer();
    const host = await from(server);
    await end(server);
    expect(await downloadElectron()).toBe(`Electron cannot be downloaded from ${host} (connect ECONNREFUSED ${host})`);
  });

  test('[PACK6] from where nothing is answered', async () => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createSilentServer((socket) => sockets.add(socket));
    const host = await from(server);
    const reason = await downloadElectron({ answer: 100, download: 100 });
    expect(reason).toBe(`Electron cannot be downloaded from ${host} (no answer within 0.1 s)`);
    for (const socket of sockets) socket.destroy();
    await end(server);
  });

  test('[PACK6] from where it is not', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const server = createServer((_, answer) => answer.writeHead(404).end());
    await from(server);
    // As on a machine that never had one.
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', path.join(directory, 'nowhere'));
    vi.stubEnv('electron_config_cache', path.join(directory, 'cache'));
    expect(await downloadElectron()).toMatch(/^Electron could not be downloaded \(HTTPError: Response code 404 /);
    expect(said.mock.calls).toEqual([['Downloading Electron, once, about 120 MB ...\n']]);
    said.mockRestore();
    await end(server);
  });
});

describe.runIf(process.platform === 'linux')('npm start', () => {
  const electron = async (script: string): Promise<string> => {
    const program = path.join(directory, 'electron');
    await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return program;
  };

  test('[PACK5] knows an app that could not start from one that was quit', async () => {
    expect(await runDesktop(await electron('exit 127'))).toBe('not started');
    expect(await runDesktop(await electron('kill -ABRT $$'))).toBe('not started');
    expect(await runDesktop(path.join(directory, 'missing'))).toBe('not started');
    expect(await runDesktop(await electron('test -f "$1/package.json"'))).toBe(0);
  });

  test('[PACK5] goes on in the browser where there is no display', async () => {
    const loader = pathToFileURL(path.join(root, 'node_modules/tsx/dist/loader.mjs')).href;
    const env = { PORT: '0', DATA_DIR: path.join(directory, 'data'), NODE_OPTIONS: `--import=${loader}` };
    const program = startProgram([], env, directory, path.join(root, 'build/start.ts'));
    const url = await program.ready;
    expect((await clientOf(url).call('GET', '/health')).body).toMatchObject({ status: 'healthy' });
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr).toBe('There is no display here, so Gemini Coop goes on in your browser.\n');
  });
});
