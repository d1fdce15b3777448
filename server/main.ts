import { existsSync } from 'node:fs';
import path from 'node:path';
import open from 'open';
import { renderUnicodeCompact } from 'uqr';
import { version } from '../package.json' with { type: 'json' };
import { ArchiveCommandError, runArchiveCommand } from './archive-commands.ts';
import { ConfigError, readCommand, type ServerConfig } from './config.ts';
import { startServer, StartError, type RunningServer } from './index.ts';
import { lanAddresses } from './lan.ts';

/** Milliseconds after which a stop is cut short. */
const STOP_WITHIN = 4500;

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2), process.env, process.cwd());
  if (command.kind === 'help') return print(command.text);
  if (command.kind === 'version') return print(version);
  if (command.kind === 'archive') return print(await runArchiveCommand(command.command, command.config));
  const config = { ...command.config, rendererDirectory: findRenderer() };
  const server = await startServer(config);
  const lasting = keepRunning(server, config);
  stopOnSignals(lasting);
  print(`Gemini Coop is ready at ${server.url}`);
  if (server.firstInviteLink !== undefined) {
    print(`Nobody has an account yet. Make the first one, the host's, at ${server.firstInviteLink}`);
  }
  if (command.resetPasswordOf !== undefined) {
    const name = command.resetPasswordOf;
    const link = await server.resetLink(name);
    if (link === undefined) complain(`Nobody on this server is called ${name}.`);
    else print(`${name} chooses a new password, once and within a day, at ${link}`);
  }
  if (process.stderr.isTTY) showAddresses(config, server);
  if (command.open) await openBrowser(server.url);
}

/** Starts it again whenever it asks for that. */
function keepRunning(first: RunningServer, config: ServerConfig): Pick<RunningServer, 'close'> {
  let isClosing = false;
  let current = Promise.resolve(first);
  const again = async (server: RunningServer): Promise<void> => {
    await server.restartAsked;
    if (isClosing) return;
    const { port } = server;
    current = server.close().then(() => startServer({ ...config, port }));
    await again(await current);
  };
  again(first).catch(fail);
  return {
    close: async () => {
      isClosing = true;
      await (await current).close();
    },
  };
}

function stopOnSignals(server: Pick<RunningServer, 'close'>): void {
  const stop = () => {
    setTimeout(() => {
      complain('The server did not stop in time and was ended.');
      process.exit(1);
    }, STOP_WITHIN).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(`The server did not stop cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** The built renderer, seen from a build (`dist/server`) as well as from the sources (`server`). */
function findRenderer(): string | undefined {
  const parent = path.dirname(import.meta.dirname);
  const directory =
    path.basename(parent) === 'dist' ? path.join(parent, 'renderer') : path.join(parent, 'dist/renderer');
  return existsSync(path.join(directory, 'index.html')) ? directory : undefined;
}

/** For people at a terminal: the addresses for the others on the network, the first as a QR code for their phones. */
function showAddresses({ host }: ServerConfig, { port }: RunningServer): void {
  if (host !== '0.0.0.0' && host !== '::') return;
  const urls = lanAddresses().map((address) => `http://${address}:${port}`);
  const [best] = urls;
  if (best === undefined) return;
  complain(`\nOthers on your network join at ${urls.join('  or  ')}\n\n${renderUnicodeCompact(best)}`);
}

async function openBrowser(url: string): Promise<void> {
  const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDesktop) return;
  const browser = await open(url);
  // Without a browser the address on the screen still does.
  browser.on('error', () => complain(`No browser could be opened. Open ${url} yourself.`));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fail(error: unknown): void {
  const isExpected = [ConfigError, StartError, ArchiveCommandError].some((kind) => error instanceof kind);
  complain(error instanceof Error ? String(isExpected ? error.message : error.stack) : String(error));
  process.exit(error instanceof ArchiveCommandError ? 2 : 1);
}

main().catch(fail);
