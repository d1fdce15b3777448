import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { byHand } from '../support/gemini-replies.ts';
import { startGeminiApi } from '../support/gemini-api.ts';
import { startProgram, type Program } from '../support/program.ts';
import { clientOf } from '../support/client.ts';

let directory: string;
let data: string;
const programs: Program[] = [];
const start = (args: string[] = [], env: NodeJS.ProcessEnv = {}) => {
  const program = startProgram(['--port', '0', '--data', data, ...args], env, directory);
  programs.push(program);
  return program;
};

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'gemini-coop-'));
  data = path.join(directory, 'data');
});
afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.kill('SIGKILL');
    await program.ended;
  }
  await rm(directory, { recursive: true });
});

describe('a server of its own', () => {
  test('[RUN1] prints one line when it is ready, and logs to stderr', async () => {
    const program = start();
    const url = await program.ready;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await clientOf(url).call('GET', '/health')).status).toBe(200);
    await clientOf(url).call('GET', '/api/auth/me');
    program.kill('SIGTERM');
    await program.ended;
    expect(program.stdout).toBe(`Gemini Coop is ready at ${url}\n`);
    const lines = program.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ msg: 'ready' });
    expect(lines[1]).toMatchObject({
      req: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), method: 'GET', path: '/api/auth/me' },
      res: { status: 401 },
    });
  });

  test('[PASSWORD6] who runs it gets a link with which somebody, the host too, chooses a new password', async () => {
    const first = start();
    await clientOf(await first.ready).person('ann');
    first.kill('SIGTERM');
    await first.ended;
    const again = start(['--reset-password', 'ANN']);
    const url = await again.ready;
    await expect.poll(() => again.stdout).toMatch(/#\/reset\//);
    const [, token] = /#\/reset\/([\w-]+)\n/.exec(again.stdout) ?? [];
    const { call } = clientOf(url);
    const reset = await call('POST', '/api/auth/reset', { token, password: 'battery staple' });
    expect([reset.status, reset.body.user.username]).toEqual([200, 'ann']);
    const login = (password: string) => call('POST', '/api/auth/login', { username: 'ann', password });
    expect([(await login('battery staple')).status, (await login('correct horse')).status]).toEqual([200, 401]);
    const nobody = start(['--reset-password', 'eve', '--data', path.join(directory, 'other')]);
    await nobody.ready;
    await expect.poll(() => nobody.stderr).toContain('Nobody on this server is called eve.');
  });

  test('[RUN5] everything is there again after a restart, the signed-in included', async () => {
    const first = start();
    const ann = await clientOf(await first.ready).person('ann');
    const { body: chat } = await ann.call('POST', '/api/chats', { name: 'party' });
    const socket = await ann.connect();
    socket.send({ type: 'message', chat_id: chat.id, content: 'remember me' });
    await socket.next('message');
    const { body: before } = await ann.call('GET', '/api/chats');
    first.kill('SIGTERM');
    await first.ended;
    const again = clientOf(await start().ready);
    const chats = await again.call('GET', '/api/chats', undefined, ann.token);
    expect(chats.body).toEqual(before);
    expect(before).toEqual([expect.objectContaining({ id: chat.id, name: 'party', unread_count: 0 })]);
    const messages = await again.call('GET', `/api/chats/${chat.id}/messages`, undefined, ann.token);
    expect(messages.body).toEqual([expect.objectContaining({ content: 'remember me', username: 'ann' })]);
  });

  test('[RUN6] no token, password or message is in the log, however much is logged', async () => {
    const program = start(['--log-level', 'trace'], { SECRET_KEY: 'the-signing-key-that-nobody-may-see' });
    const url = await program.ready;
    const ann = await clientOf(url).person('ann');
    const { body: chat } = await ann.call('POST', '/api/chats', { name: 'party' });
    const socket = await ann.connect();
    socket.send({ type: 'message', chat_id: chat.id, content: 'a private thought' });
    await socket.next('message');
    await ann.call('GET', `/api/chats/${chat.id}/messages?token=${ann.token}`);
    program.kill('SIGTERM');
    await program.ended;
    expect(program.stderr).toContain('/api/auth/login');
    for (const secret of [ann.token, 'correct horse', 'a private thought', 'the-signing-key']) {
      expect(program.stderr).not.toContain(secret);
    }
  });
});

describe('a server for the invited only', () => {
  test('[INVITE10] prints a link for its first account, until there is one', async () => {
    const program = start(['--registration', 'invite', '--log-level', 'silent']);
    const url = await program.ready;
    await expect.poll(() => program.stdout.split('\n')).toHaveLength(3);
    const [, link = ''] = /^Nobody has an account yet\. .+ (http:\S+)\n$/m.exec(program.stdout) ?? [];
    expect(link.startsWith(`${url}/join/`)).toBe(true);
    const invite = link.slice(`${url}/join/`.length);
    const client = clientOf(url);
    const ann = { username: 'ann', email: 'ann@example.org', password: 'correct horse' };
    expect((await client.call('POST', '/api/auth/register', { ...ann, invite })).body.is_host).toBe(true);
    program.kill('SIGTERM');
    await program.ended;
    const again = start(['--registration', 'invite', '--log-level', 'silent']);
    await again.ready;
    again.kill('SIGTERM');
    await again.ended;
    expect(again.stdout).toMatch(/^Gemini Coop is ready at \S+\n$/);
  });

  test('[INVITE9] no token or code of an invite is in the log, however much is logged', async () => {
    const program = start(['--log-level', 'trace']);
    const url = await program.ready;
    const ann = await clientOf(url).person('ann');
    const { body: invite } = await ann.call('POST', '/api/invites', {});
    for (const place of ['/join/', '/JOIN/', '//join/', '/join//', '/join/x/']) {
      await clientOf(url).call('GET', `${place}${invite.token}?from=link`);
    }
    await clientOf(url).call('POST', '/api/invites/check', { invite: invite.token });
    const guest = { display_name: 'Bob', password: 'x'.repeat(32), invite: invite.code };
    await clientOf(url).call('POST', '/api/auth/guest', guest);
    program.kill('SIGTERM');
    await program.ended;
    expect(program.stderr).toContain('/join/[redacted]');
    for (const secret of [invite.token, invite.code, guest.password]) expect(program.stderr).not.toContain(secret);
  });
});

// Windows knows no signals: there a process can only be ended at once.
describe.runIf(process.platform !== 'win32')('a server that is told to end', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '[RUN2] %s ends it: sockets close with 1001, exit code 0',
    async (signal) => {
      const program = start();
      const ann = await clientOf(await program.ready).person('ann');
      const socket = await ann.connect();
      const since = Date.now();
      program.kill(signal);
      expect((await socket.closed).code).toBe(1001);
      expect(await program.ended).toEqual({ code: 0, signal: null });
      expect(Date.now() - since).toBeLessThan(5000);
    },
  );

  test('[RUN2] a running turn is stored as interrupted with the text that it had', async () => {
    const api = await startGeminiApi();
    const hand = byHand();
    api.otherwise(hand.behaviour);
    const env = { GEMINI_API_KEY: api.key, GEMINI_BASE_URL: api.url };
    const program = start([], env);
    const ann = await clientOf(await program.ready).person('ann');
    const { body: chat } = await ann.call('POST', '/api/chats', {});
    const socket = await ann.connect();
    socket.send({ type: 'join', chat_id: chat.id });
    socket.send({ type: 'message', chat_id: chat.id, content: '/bot tell me' });
    await hand.asked;
    hand.send('Once upon');
    await socket.next('bot_stream', (frame) => frame.chunk === 'Once upon');
    program.kill('SIGTERM');
    await program.ended;
    const again = clientOf(await start([], env).ready);
    const { body: login } = await again.call('POST', '/api/auth/login', { username: 'ann', password: 'correct horse' });
    const page = await again.call('GET', `/api/chats/${chat.id}/messages`, undefined, login.access_token);
    expect(page.body[1]).toMatchObject({ is_bot: true, status: 'interrupted', content: 'Once upon', asked_by: 'ann' });
    await api.close();
  });
});

describe('what is wrong at the start is one line, exit code 1', () => {
  const failure = async (program: Program) => {
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.stdout).toBe('');
    expect(program.stderr.trim().split('\n')).toHaveLength(1);
    return program.stderr;
  };

  test.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535 (it is "x")'],
    [['--port', '65536'], '--port must be'],
    [['--nope'], "Unknown option '--nope'. See --help."],
    [['stray'], 'See --help.'],
    [['--bcrypt-cost', '4'], '--bcrypt-cost must be a whole number from 10 to 12'],
    [['--rate-limit', '-1'], 'See --help.'],
    [['--log-level', 'loud'], '--log-level must be fatal'],
    [['--cors-origins', 'localhost:3000'], '--cors-origins must be a list of origins'],
    [['--gemini-base-url', 'ftp://x'], '--gemini-base-url must be an http or https URL'],
    [['--host', 'no.such.host.invalid'], 'no.such.host.invalid'],
    [['--metrics-port', 'many'], '--metrics-port must be a whole number from 0 to 65535'],
    [['--metrics-port', '0', '--metrics-host', 'no.such.host.invalid'], 'of its own with --metrics-host.'],
  ])('[RUN3] %j', async (args, sentence) => {
    expect(await failure(start(args))).toContain(sentence);
  });

  test.each(['too-short', 'with spaces between its words'])('[RUN3] METRICS_TOKEN=%s', async (token) => {
    const sentence = await failure(start([], { METRICS_TOKEN: token }));
    expect(sentence).toContain('METRICS_TOKEN must have 16 characters or more');
    expect(sentence).not.toContain(token);
  });

  test('[RUN3] a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await failure(start(['--port', String(port)]))).toContain(`Port ${port} is in use`);
    await new Promise((resolve) => other.close(resolve));
  });

  test('[RUN3] a data directory that another server has', async () => {
    const first = start(['--log-level', 'silent']);
    await first.ready;
    const sentence = await failure(start());
    expect(sentence).toContain(data);
    expect(sentence).toContain(`in use by process ${first.pid}`);
  });

  test('[RUN3] a data directory that is a file', async () => {
    await writeFile(data, 'I am a file');
    expect(await failure(start())).toContain(data);
    expect(await readFile(data, 'utf8')).toBe('I am a file');
  });

  test('[RUN3] a document from a newer version', async () => {
    const first = start();
    await clientOf(await first.ready).person('ann');
    first.kill('SIGTERM');
    await first.ended;
    const file = path.join(data, 'coop.json');
    const newer = (await readFile(file, 'utf8')).replace(/"schema_version": ?\d+/, '"schema_version": 999');
    await writeFile(file, newer);
    expect(await failure(start())).toContain('coop.json');
    expect(await readFile(file, 'utf8')).toBe(newer);
  });
});

describe('options', () => {
  test('[RUN4] come from the command line, then the environment, then .env', async () => {
    await writeFile(path.join(directory, '.env'), 'GEMINI_API_KEY=from-file\nGEMINI_MODEL=from-file\nHOST=from-file\n');
    const program = start(['--host', '127.0.0.1'], { GEMINI_MODEL: 'from-environment' });
    const { body } = await clientOf(await program.ready).call('GET', '/health');
    expect(body.bot).toEqual({ kind: 'gemini', model: 'from-environment' });
  });

  test('[METRICS2] [METRICS3] switch the metrics on: with a token, on a port of their own, or both', async () => {
    const token = 'only-the-scraper-knows-this';
    const program = start(['--metrics-port', '0'], { METRICS_TOKEN: token });
    const { call } = clientOf(await program.ready);
    const { body } = await call('GET', '/metrics', undefined, token);
    expect(body).toContain('\ngemini_coop_saving 1\n');
    const ready = JSON.parse(program.stderr.split('\n', 1)[0]!) as { metrics: string };
    expect((await fetch(ready.metrics)).status).toBe(200);
  });

  test.each(['--help', '-h'])('[RUN4] %s names every one', async (flag) => {
    const program = start([flag]);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    for (const name of ['PORT', 'DATA_DIR', 'SECRET_KEY', 'GEMINI_API_KEY', 'CORS_ORIGINS', 'RATE_LIMIT']) {
      expect(program.stdout).toContain(name);
    }
  });

  test('[RUN4] --version prints the version', async () => {
    const program = start(['--version']);
    await program.ended;
    expect(program.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
