import { formatJoinCode, type Invite } from '../../server/protocol/invites.ts';
import { text } from '../../renderer/texts/text.ts';
import { reply } from '../support/gemini-replies.ts';
import type { Person, Visitor } from '../support/visitor.ts';
import { expect, test } from './stage.ts';

async function inviteTo(host: Person, chat_id: number | null): Promise<Invite> {
  const { body } = await host.account.call('POST', '/api/invites', { chat_id });
  return body as Invite;
}

async function joinAs({ page, button }: Visitor, name: string): Promise<void> {
  await page.getByLabel(text('entry.name')).fill(name);
  await button(text('entry.submit')).click();
}

/** Opens the menu at the foot of the list of chats; on a phone the list is a place of its own. */
async function chooseInMenu({ page }: Visitor, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('[JOIN1] [JOIN3] a guest opens the link on a phone, types a name, and talks with everybody and the bot', async ({
  person,
  visitor,
  group,
  gemini,
}) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  await ann.open(chat);
  await ann.button(text('invite.action')).click();
  await ann.button(text('invites.create')).click();
  const link = await ann.page.getByLabel(text('invites.link'), { exact: true }).inputValue();
  await expect(ann.page.getByRole('img', { name: text('invites.qr') })).toBeVisible();
  await ann.page.keyboard.press('Escape');

  const guest = await visitor({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await guest.page.goto(link);
  await expect(guest.page.getByRole('heading', { level: 1 })).toHaveText('ann invites you to Board games');
  expect(await guest.page.title()).not.toContain(new URL(link).pathname.split('/').at(-1));
  await joinAs(guest, 'Bob the Builder');
  await expect(guest.page).toHaveURL(`/chats/${chat}`);
  // Nothing to go back to: the address with the token was replaced.
  expect(await guest.page.evaluate(() => history.length)).toBe(2);
  await expect(guest.page).toHaveTitle(/^Board games/);

  await guest.composer.fill('Hello from the sofa');
  await guest.button(text('composer.send')).tap();
  await expect(ann.message('Hello from the sofa')).toContainText('Bob_the_Builder');
  gemini.script(reply('Chess, of course.'));
  await ann.say('/bot What shall we play?');
  await expect(guest.replies).toContainText('Chess, of course.');
});

test('[JOIN2] an invite that was revoked says so and leads on; a server that is away can be asked again', async ({
  person,
  visitor,
  group,
  server,
  expectOutage,
}) => {
  const ann = await person('ann');
  const invite = await inviteTo(ann, await group('Board games', ann));
  const late = await visitor();
  late.complaints.expects(/40\d/);
  await late.page.goto(`/join/${invite.token}`);
  await expect(late.page.getByLabel(text('entry.name'))).toBeVisible();
  await ann.account.call('DELETE', `/api/invites/${invite.id}`);
  // It ends while somebody types.
  await joinAs(late, 'bob');
  await expect(late.page.getByRole('alert')).toContainText(text('entry.refused.title'));
  await late.button(text('entry.refused.action')).click();
  await expect(late.page).toHaveURL('/');
  await expect(late.page.getByRole('heading', { name: text('name.title') })).toBeVisible();

  const early = await visitor();
  expectOutage();
  await early.page.route('**/api/invites/check', (route) => route.abort('connectionrefused'));
  const other = await inviteTo(ann, null);
  await early.page.goto(`/join/${other.token}`);
  await expect(early.page.getByRole('alert')).toContainText(text('entry.unreachable.title'));
  await early.page.unroute('**/api/invites/check');
  await early.button(text('common.retry')).click();
  await expect(early.page.getByLabel(text('entry.name'))).toBeVisible();
  expect(server.complaints()).toEqual([]);
});

test('[JOIN4] a name that is taken is answered with another, a click away', async ({ person, visitor, group }) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  const invite = await inviteTo(ann, chat);
  const guest = await visitor();
  guest.complaints.expects(/400/);
  await guest.page.goto(`/join/${invite.token}`);
  await joinAs(guest, 'Ann');
  const field = guest.page.getByLabel(text('entry.name'));
  await expect(field).toHaveAccessibleDescription(text('entry.name.taken'));
  await expect(field).toBeFocused();
  await guest.button(text('entry.name.suggest', { name: 'Ann2' })).click();
  await expect(guest.page).toHaveURL(`/chats/${chat}`);
  await expect(guest.page.getByRole('button', { name: /^Your account/ })).toContainText('Ann2');
});

test('[JOIN5] who is signed in is asked; who has an account elsewhere signs in on the way', async ({
  person,
  again,
  visitor,
  group,
  server,
}) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  const { token } = await inviteTo(ann, chat);
  const bob = await person('bob');
  await bob.page.goto(`/join/${token}`);
  await expect(bob.page.getByText(text('entry.confirm.to', { place: 'Board games', name: 'bob' }))).toBeVisible();
  const { body: before } = await ann.account.call('GET', `/api/chats/${chat}/participants`);
  expect(before).toHaveLength(1);
  await bob.button(text('entry.confirm.decline')).click();
  await expect(bob.page).toHaveURL('/');
  await bob.page.goto(`/join/${token}`);
  await bob.button(text('entry.submit')).click();
  await expect(bob.page).toHaveURL(`/chats/${chat}`);
  await bob.say('Here I am');
  await expect(bob.message('Here I am')).toBeVisible();

  const cleo = await server.client.person('cleo');
  const elsewhere = await visitor();
  await elsewhere.page.goto(`/join/${token}`);
  await elsewhere.button(text('signIn.link')).click();
  await elsewhere.page.getByLabel(text('field.username')).fill(cleo.username);
  await elsewhere.page.getByLabel(text('field.password'), { exact: true }).fill('correct horse');
  await elsewhere.button(text('signIn.submit')).click();
  await expect(elsewhere.page).toHaveURL(`/chats/${chat}`);
  await expect(elsewhere.message('Here I am')).toBeVisible();

  const dan = await again(await server.client.person('dan'));
  await dan.page.goto(`/join/${token}`);
  await dan.button(text('entry.confirm.switch')).click();
  await joinAs(dan, 'daniel');
  await expect(dan.page).toHaveURL(`/chats/${chat}`);
});

test('[JOIN8] a server of invited people only asks for a join code, and takes it as people type it', async ({
  person,
  visitor,
  group,
  server,
}) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  const { code } = await inviteTo(ann, chat);
  await server.stop();
  await server.start({ REGISTRATION: 'invite' });
  const guest = await visitor();
  guest.complaints.expects(/40\d/);
  await guest.page.goto('/');
  const field = guest.page.getByLabel(text('entry.code'));
  await field.pressSequentially('abc');
  await guest.button(text('entry.code.submit')).click();
  await expect(field).toHaveAccessibleDescription(text('entry.code.short', { length: 8 }));
  await field.fill('2222 2222');
  await guest.button(text('entry.code.submit')).click();
  await expect(field).toHaveAccessibleDescription(/does not work any more/);
  await field.fill('');
  await field.pressSequentially(` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}`);
  await expect(field).toHaveValue(formatJoinCode(code));
  await field.press('Enter');
  await joinAs(guest, 'bob');
  await expect(guest.page).toHaveURL(`/chats/${chat}`);
});

test('[JOIN7] a guest keeps the account, and then signs in with it from elsewhere', async ({
  person,
  visitor,
  group,
}) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  const { token } = await inviteTo(ann, chat);
  const guest = await visitor();
  await guest.page.goto(`/join/${token}`);
  await joinAs(guest, 'bob');
  await guest.say('I will be back');
  await expect(guest.message('I will be back')).toBeVisible();
  const kept = () => guest.page.evaluate(() => JSON.stringify(localStorage));
  expect(await kept()).toContain('guest_password');

  await chooseInMenu(guest, text('user.signOut'));
  await expect(guest.page.getByRole('dialog')).toContainText('bob');
  await guest.button(text('user.upgrade')).click();
  await guest.page.getByLabel(text('field.email')).fill('bob@example.org');
  await guest.page.getByLabel(text('field.password'), { exact: true }).fill('correct horse');
  await guest.button(text('upgrade.submit')).click();
  await expect(guest.page.getByText(text('upgrade.done'))).toBeVisible();
  await expect(guest.page.getByText(text('guest.badge'), { exact: true })).toHaveCount(0);
  expect(await kept()).not.toContain('guest_password');

  const elsewhere = await visitor();
  await elsewhere.page.goto('/');
  await elsewhere.wayIn('signIn');
  await elsewhere.page.getByLabel(text('field.username')).fill('bob');
  await elsewhere.page.getByLabel(text('field.password'), { exact: true }).fill('correct horse');
  await elsewhere.button(text('signIn.submit')).click();
  await elsewhere.chats.getByRole('link', { name: 'Board games' }).click();
  await expect(elsewhere.message('I will be back')).toBeVisible();
});

test('[JOIN9] the host removes a guest in the middle of a chat; they are told, and their name goes from the list', async ({
  person,
  visitor,
  group,
}) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  const { token } = await inviteTo(ann, chat);
  const guest = await visitor();
  guest.complaints.expects(/401/);
  await guest.page.goto(`/join/${token}`);
  await joinAs(guest, 'troll');
  await guest.say('Ha ha');
  await ann.open(chat);
  await expect(ann.message('Ha ha')).toBeVisible();
  await expect(ann.button(text('people.button', { count: 2 }))).toBeVisible();

  await chooseInMenu(ann, text('user.admin'));
  const people = ann.page.getByRole('dialog', { name: text('admin.title') });
  await expect(people.getByRole('listitem')).toHaveText([/ann.*host/, /troll.*guest.*online/]);
  await ann.button(text('adminPeople.menu', { name: 'troll' })).click();
  await ann.page.getByRole('menuitem', { name: text('adminPeople.remove') }).click();
  await expect(people.getByRole('listitem').last()).toContainText(text('host.people.remove.text'));
  await ann.button(text('host.people.remove.submit')).click();
  await expect(people.getByRole('listitem')).toHaveCount(1);
  await ann.page.keyboard.press('Escape');
  await expect(ann.button(text('people.button', { count: 1 }))).toBeVisible();
  // What was said stays.
  await expect(ann.message('Ha ha')).toBeVisible();

  await expect(guest.page.getByText(text('signIn.removed'))).toBeVisible();
  expect(await guest.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('troll');
});

test('[JOIN2] a renewed invite has a new link and code, and the old ones stop', async ({ person, visitor, group }) => {
  const ann = await person('ann');
  const chat = await group('Board games', ann);
  const old = await inviteTo(ann, chat);
  await ann.open(chat);
  await chooseInMenu(ann, text('user.invites'));
  const link = ann.page.getByLabel(text('invites.link'), { exact: true });
  await expect(link).toHaveValue(new RegExp(`/join/${old.token}$`));
  await ann.button(text('invites.renew')).click();
  await ann.page
    .getByRole('group', { name: text('invites.renew.title') })
    .getByRole('button')
    .first()
    .click();
  await expect(link).not.toHaveValue(new RegExp(old.token));
  const guest = await visitor();
  guest.complaints.expects(/40\d/);
  await guest.page.goto(`/join/${old.token}`);
  await expect(guest.page.getByRole('alert')).toContainText(text('entry.refused.title'));
  await guest.page.goto(await link.inputValue());
  await expect(guest.page.getByLabel(text('entry.name'))).toBeVisible();
});
