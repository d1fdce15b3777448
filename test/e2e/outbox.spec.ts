import { text } from '../../renderer/texts/text.ts';
import type { Person } from '../support/visitor.ts';
import { expect, test } from './stage.ts';

const said = async ({ account }: Person, chat: number): Promise<string[]> => {
  const { body } = await account.call('GET', `/api/chats/${chat}/messages`);
  return (body as { content: string }[]).map(({ content }) => content);
};

test('[SEND3] [SEND5] what is written while the server is away waits, and is sent once, in order', async ({
  person,
  group,
  server,
  expectOutage,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Train', ann, bob);
  await ann.open(chat);
  await bob.open(chat);
  await ann.say('In the station');
  await expect(bob.message('In the station')).toBeVisible();

  expectOutage();
  await server.stop('SIGTERM');
  const pill = ann.page.getByText(/^Connection lost\. Next try in \d+ seconds?\.$/);
  await expect(pill).toBeVisible();
  await expect(ann.page.getByText(text('connection.connected'), { exact: true })).toHaveCount(0);
  const sentences = ['Into the tunnel', 'Still in there', 'What a long one'];
  for (const sentence of sentences) await ann.say(sentence);
  for (const sentence of sentences) await expect(ann.message(sentence)).toContainText(text('message.sending'));
  await expect(ann.composer).toBeEditable();

  await server.start();
  await ann.expectConnected();
  await bob.expectConnected();
  await expect(ann.log.getByText(text('message.sending'))).toHaveCount(0);
  await expect(bob.log.getByRole('article')).toHaveText([
    /In the station/,
    ...sentences.map((sentence) => new RegExp(sentence)),
  ]);
  expect(await said(ann, chat)).toEqual(['In the station', ...sentences]);
});

test('[SEND3] what waits survives a reload of the page, which says when it tries again', async ({
  person,
  group,
  server,
  expectOutage,
}) => {
  const ann = await person('ann');
  const chat = await group('Reload', ann);
  await ann.open(chat);
  // The page can be loaded while its socket cannot: what waits cannot be sent before the reload, nor right after it.
  let cut = true;
  await ann.page.routeWebSocket(/\/ws$/, (socket) => {
    if (cut) return socket.close({ code: 1013 });
    socket.connectToServer();
  });
  expectOutage();
  // The waits between two tries are random; these are all so long that nothing happens by itself.
  await ann.page.addInitScript(() => (Math.random = () => 60));
  await ann.page.reload();
  const countdown = ann.page.getByText(/^Connection lost\. Next try in \d+ seconds\.$/);
  const secondsLeft = async () => Number(/\d+/.exec((await countdown.textContent()) ?? '')?.[0]);
  const first = await secondsLeft();
  expect(first).toBeGreaterThan(10);
  await expect.poll(secondsLeft).toBeLessThan(first);
  const sentences = ['first', 'second', 'third'];
  for (const sentence of sentences) await ann.say(sentence);
  await ann.page.reload();
  for (const sentence of sentences) await expect(ann.message(sentence)).toContainText(text('message.sending'));
  await expect(ann.composer).toHaveValue('');

  cut = false;
  await ann.button(text('connection.now')).click();
  await expect(ann.log.getByText(text('message.sending'))).toHaveCount(0);
  expect(await said(ann, chat)).toEqual(sentences);
  await ann.page.reload();
  await expect(ann.log.getByRole('article')).toHaveText([/first/, /second/, /third/]);
  expect(server.complaints()).toEqual([]);
});

test('[SEND3] a message whose echo is lost is stored once', async ({ person, group, expectOutage }) => {
  const ann = await person('ann');
  const chat = await group('Echo', ann);
  expectOutage();
  let sockets = 0;
  await ann.page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    const isFirst = ++sockets === 1;
    server.onMessage((frame) => {
      if (!isFirst || !String(frame).includes('"type":"message"')) return socket.send(frame);
      // The message is stored; the wire breaks before its echo arrives.
      void socket.close({ code: 1013 });
    });
  });
  await ann.open(chat);
  await ann.say('only once');
  await expect.poll(() => sockets).toBe(2);
  await ann.expectConnected();
  await expect(ann.log.getByText(text('message.sending'))).toHaveCount(0);
  await ann.say('the next one');
  await expect(ann.message('the next one')).not.toContainText(text('message.sending'));
  await expect(ann.log.getByRole('article')).toHaveText([/only once/, /the next one/]);
  expect(await said(ann, chat)).toEqual(['only once', 'the next one']);
});

test('without a network the page says so, and goes on by itself when it is back', async ({
  person,
  group,
  expectOutage,
}) => {
  const ann = await person('ann');
  const chat = await group('Plane', ann);
  // The network emulation of the browser leaves open sockets alone, so the test cuts them.
  let cut: (() => void) | undefined;
  let online = true;
  await ann.page.routeWebSocket(/\/ws$/, (socket) => {
    if (!online) return socket.close({ code: 1013 });
    const server = socket.connectToServer();
    // What is on its way while the connection is cut is lost, as it would be.
    socket.onMessage((message) => {
      if (online) server.send(message);
    });
    cut = () => {
      void socket.close({ code: 1013 });
      void server.close();
    };
  });
  await ann.open(chat);
  await ann.expectConnected();

  expectOutage();
  online = false;
  await ann.context.setOffline(true);
  cut?.();
  await expect(ann.page.getByText(text('connection.offline')).last()).toBeVisible();
  await ann.say('Up in the air');
  await expect(ann.message('Up in the air')).toContainText(text('message.sending'));

  online = true;
  await ann.context.setOffline(false);
  await expect(ann.page.getByText(text('connection.offline'))).toHaveCount(0);
  await ann.expectConnected();
  await expect(ann.message('Up in the air')).not.toContainText(text('message.sending'));
  expect(await said(ann, chat)).toEqual(['Up in the air']);
});

test('[SEND6] a message that is refused says why, and can be sent again or taken back', async ({
  person,
  group,
  server,
  expectOutage,
  gemini,
}) => {
  const ann = await person('ann');
  const chat = await group('Refused', ann);
  // A page that knows the limit would not even send; this one's server does not tell.
  const bot = { kind: 'gemini', model: 'gemini-flash-latest' };
  const health = { status: 'healthy', version: '0.1.0', bot, store: 'json' };
  await ann.page.route('**/health', (route) => route.fulfill({ json: health }));
  await ann.open(chat);
  expectOutage();
  await server.stop();
  const env = { GEMINI_API_KEY: gemini.key, GEMINI_BASE_URL: gemini.url };
  await server.start({ ...env, MESSAGE_LIMIT: '20' });
  await ann.expectConnected();
  await ann.say('This is longer than twenty characters.');
  const refused = ann.message('longer than twenty');
  await expect(refused.getByRole('alert')).toContainText(/^Not sent\. .*20/);
  await ann.say('This is not.');
  await expect(ann.message('This is not.')).not.toContainText(text('message.sending'));

  await refused.getByRole('button', { name: text('message.retry') }).click();
  await expect(refused.getByRole('alert')).toContainText(/^Not sent\. .*20/);
  await refused.getByRole('button', { name: text('message.discard') }).click();
  await expect(ann.composer).toHaveValue('This is longer than twenty characters.');
  await expect(refused).toHaveCount(0);
  await ann.composer.press('Enter');
  await expect(refused.getByRole('alert')).toContainText(/^Not sent\./);

  await server.stop();
  await server.start(env);
  await ann.expectConnected();
  await refused.getByRole('button', { name: text('message.retry') }).click();
  await expect(refused.getByRole('alert')).toHaveCount(0);
  await expect(refused).not.toContainText(text('message.sending'));
  expect(await said(ann, chat)).toEqual(['This is not.', 'This is longer than twenty characters.']);
});
