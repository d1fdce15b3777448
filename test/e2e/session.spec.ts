import { randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { serverPrefix, sessionKey } from '../../renderer/state/stored-session.ts';
import { text } from '../../renderer/texts/text.ts';
import type { Visitor } from '../support/visitor.ts';
import { expect, test } from './stage.ts';

async function signIn({ page, button, wayIn }: Visitor, username: string): Promise<void> {
  await wayIn('signIn');
  await page.getByLabel(text('field.username')).fill(username);
  await page.getByLabel(text('field.password'), { exact: true }).fill('correct horse');
  await button(text('signIn.submit')).click();
}

test('who has signed in stays so, until they sign out', async ({ visitor, server }) => {
  const ann = await server.client.person('ann');
  await ann.call('POST', '/api/chats', { name: 'Mine', is_group: true });
  const here = await visitor();
  await here.page.goto('/');
  await signIn(here, 'ann');
  await here.chats.getByRole('link', { name: 'Mine' }).click();
  await here.say('Hello');
  await here.page.reload();
  await expect(here.message('Hello')).toBeVisible();

  const tab = await here.context.newPage();
  await tab.goto('/');
  await tab.getByRole('button', { name: /^Your account/ }).click();
  await tab.getByRole('menuitem', { name: text('user.signOut') }).click();
  await expect(tab.getByRole('heading', { name: text('signIn.title') })).toBeVisible();
  // The other tab of the same browser goes with it.
  await expect(here.page.getByRole('heading', { name: text('signIn.title') })).toBeVisible();
  await here.page.reload();
  await here.wayIn('signIn');
  await expect(here.page.getByText('Hello')).toHaveCount(0);
});

test('[AUTH4] a wrong password and a name that is taken are told next to what is wrong', async ({
  visitor,
  server,
}) => {
  await server.client.person('ann');
  const here = await visitor();
  here.complaints.expects(/40[01]/);
  await here.page.goto('/');
  await here.wayIn('signIn');
  await here.page.getByLabel(text('field.username')).fill('ann');
  await here.page.getByLabel(text('field.password'), { exact: true }).fill('wrong horse');
  await here.button(text('signIn.submit')).click();
  await expect(here.page.getByRole('alert')).toHaveText('Incorrect username or password');

  await here.wayIn('register');
  await expect(here.page.getByRole('alert')).toHaveCount(0);
  await here.page.getByLabel(text('field.username')).fill('ANN');
  await here.page.getByLabel(text('field.email')).fill('other@example.org');
  await here.button(text('register.submit')).click();
  const username = here.page.getByLabel(text('field.username'));
  await expect(username).toHaveAccessibleDescription('Username already registered');
  await expect(username).toBeFocused();
});

test('[AUTH6] a session that has run out leads to sign-in, and from there back to the chat', async ({
  visitor,
  server,
  gemini,
}) => {
  const secret = randomBytes(32).toString('hex');
  const env = { GEMINI_API_KEY: gemini.key, GEMINI_BASE_URL: gemini.url, SECRET_KEY: secret };
  await server.stop();
  await server.start(env);
  const ann = await server.client.person('ann');
  const { body: chat } = await ann.call('POST', '/api/chats', { name: 'Where I was', is_group: true });
  const here = await visitor();
  // It is of no session that could be renewed.
  here.complaints.expects(/401.*renew/);
  const { body: user } = await ann.call('GET', '/api/auth/me');

  // As the server would have signed it almost a day ago.
  const token = jwt.sign({ sub: 'ann', exp: Math.floor(Date.now() / 1000) + 7 }, secret, { algorithm: 'HS256' });
  await here.page.goto('/');
  await here.page.evaluate(
    ([key, value]) => localStorage.setItem(key!, value!),
    [sessionKey(serverPrefix('', server.url)), JSON.stringify({ token, user })],
  );
  await here.open(chat.id);
  await here.composer.fill('Not lost');
  await expect(here.page.getByText(text('signIn.expired'))).toBeVisible();
  await expect(here.page).toHaveURL(`/chats/${chat.id}`);
  await signIn(here, 'ann');
  await expect(here.page.getByRole('heading', { name: 'Where I was' })).toBeVisible();
  await expect(here.composer).toHaveValue('Not lost');
});

test('[AUTH6] a token that the server does not know any more leads to sign-in as well', async ({
  person,
  group,
  server,
  gemini,
  expectOutage,
}) => {
  const ann = await person('ann');
  const chat = await group('Home', ann);
  await ann.open(chat);
  expectOutage();
  ann.complaints.expects(/401/);
  const env = { GEMINI_API_KEY: gemini.key, GEMINI_BASE_URL: gemini.url };
  await server.stop();
  await server.start({ ...env, SECRET_KEY: randomBytes(32).toString('hex') });
  // The page learns it with its next try, which may be 15 s away.
  await expect(ann.page.getByText(text('signIn.expired'))).toBeVisible({ timeout: 20_000 });
  await signIn(ann, 'ann');
  await ann.say('Back again');
  await expect(ann.message('Back again')).not.toContainText(text('message.sending'));
});
