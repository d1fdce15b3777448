import { text } from '../../renderer/texts/text.ts';
import { clientOf } from '../support/client.ts';
import type { Person } from '../support/visitor.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

/** Opens the page of the settings that is about security. */
async function openSecurity({ page }: Person): Promise<void> {
  // A phone shows either the chats or one of them.
  await page.goto('/');
  await page.getByRole('button', { name: text('user.menu', { username: '' }).trim() }).press('Enter');
  await page.getByRole('menuitem', { name: text('user.settings') }).press('Enter');
  await page.getByRole('tab', { name: text('security.title') }).click();
  await expect(page.getByRole('heading', { name: text('devices.title') })).toBeVisible();
}

test('[SESSION2] [PASSWORD1] Ann sees her devices, signs one out and changes her password', async ({
  person,
  again,
  server,
}) => {
  const [wide, phone] = views;
  await server.client.person('host');
  const ann = await person('ann', wide.options);
  const login = async () => {
    const { body } = await server.client.call('POST', '/api/auth/login', {
      username: 'ann',
      password: 'correct horse',
    });
    const token = body.access_token as string;
    const { call } = clientOf(server.url);
    return {
      ...ann.account,
      token,
      call: (method: string, at: string, sent?: unknown) => call(method, at, sent, token),
    };
  };
  const [lost, other] = [await again(await login(), phone?.options ?? wide.options), await again(await login())];
  for (const { page } of [lost, other]) await page.goto('/');
  for (const device of [lost, other]) device.complaints.expects(/401|403/);

  await test.step('one of them is signed out, and says why', async () => {
    await openSecurity(ann);
    await expect(ann.page.getByText(text('devices.current'))).toBeVisible();
    const ends = ann.page.getByRole('button', {
      name: text('devices.end.named', { device: text('devices.unknown') }),
    });
    await expect(ends).toHaveCount(2);
    await look(ann, 'security', wide.looks);
    await ends.first().click();
    await ann.page.getByRole('button', { name: text('devices.end'), exact: true }).click();
    await expect(ends).toHaveCount(1);
    const isTold = ({ page }: Person) => page.getByText(text('signIn.ended')).isVisible();
    await expect.poll(async () => Promise.all([lost, other].map(isTold))).toContain(true);
  });

  await test.step('a wrong password is said, another one signs out everywhere else', async () => {
    ann.complaints.expects(/401/);
    const [current, next] = [ann.page.getByLabel(text('password.current')), ann.page.getByLabel(text('password.new'))];
    await current.first().fill('wrong');
    await next.fill('battery staple');
    await next.press('Enter');
    await expect(
      ann.page
        .getByRole('paragraph')
        .filter({ hasText: /current password/ })
        .first(),
    ).toBeVisible();
    await current.first().fill('correct horse');
    await next.press('Enter');
    await expect(ann.page.getByText(text('password.done'))).toBeVisible();
    const isTold = ({ page }: Person) => page.getByText(text('signIn.password')).isVisible();
    await expect.poll(async () => Promise.all([lost, other].map(isTold))).toContain(true);
    await expect(ann.page.getByText(text('devices.current'))).toBeVisible();
  });
});

test('[ERASE1] [ERASE2] [ERASE3] whoever is gone is nobody in the chats, at once', async ({ person, group }) => {
  const [wide, phone] = views;
  const ann = await person('ann', wide.options);
  const [ben, cleo] = [await person('ben', phone?.options ?? wide.options), await person('cleo')];
  const crew = await group('Crew', ann, ben, cleo);
  await ann.open(crew);
  for (const [{ account }, content] of [
    [ben, 'I was here'],
    [cleo, 'so was I'],
  ] as const) {
    const socket = await account.connect();
    socket.send({ type: 'message', chat_id: crew, content });
    await socket.next('message');
    socket.webSocket.close();
  }
  await expect(ann.message('so was I')).toBeVisible();

  for (const [gone, choice] of [
    [ben, 'anonymous'],
    [cleo, 'deleted'],
  ] as const) {
    gone.complaints.expects(/401|403/);
    await openSecurity(gone);
    await gone.button(text('account.delete')).click();
    await gone.page.getByLabel(text(`account.delete.${choice}`)).check();
    await gone.page.getByLabel(text('password.current')).last().fill('correct horse');
    if (gone === ben) await look(ben, 'security-delete', phone?.looks ?? wide.looks);
    await gone.button(text('account.delete.continue')).click();
    await gone.button(text('account.delete.do')).click();
    await expect(gone.page.getByText(text('signIn.deleted'))).toBeVisible();
  }

  await expect(ann.message('I was here').getByRole('heading', { name: text('user.deleted') })).toBeVisible();
  await expect(ann.message('so was I')).toHaveCount(0);
  await expect(ann.log.getByText('ben', { exact: true })).toHaveCount(0);
});
