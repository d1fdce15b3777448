import { text } from '../../renderer/texts/text.ts';
import { look, lookOnPhone } from './look.ts';
import { expect, test } from './stage.ts';

test('[BAN2] [BAN3] [BAN6] [ADMIN1] [ADMIN2] [AUDIT1] the host bans somebody, lets them in again, deletes a chat, and reads what was done', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const chat = await group('Chess', ann, bob);
  bob.complaints.expects(/403|401/);
  await bob.open(chat);
  await bob.say('Check');
  await ann.page.goto('/');
  await ann.page.getByRole('button', { name: /^Your account/ }).press('Enter');
  await ann.page.getByRole('menuitem', { name: text('user.admin') }).press('Enter');
  const window = ann.page.getByRole('dialog', { name: text('admin.title') });
  await expect(window.getByText(text('overview.files'), { exact: true })).toBeVisible();
  await expect(window.getByRole('listitem')).toHaveCount(2);
  await look(ann, 'admin-people', 'wide-light');
  await lookOnPhone(ann, 'admin-people');

  const open = async (act: string) => {
    await window.getByRole('button', { name: text('adminPeople.menu', { name: 'bob' }) }).press('Enter');
    await ann.page.getByRole('menuitem', { name: act }).press('Enter');
  };
  await open(text('ban.action'));
  await window.getByLabel(text('ban.reason')).fill('too loud');
  await look(ann, 'admin-ban', 'wide-light');
  await window.getByRole('button', { name: text('ban.submit'), exact: true }).press('Enter');
  await expect(bob.page.getByText(text('signIn.banned'))).toBeVisible();
  await window.getByLabel(text('adminPeople.show')).selectOption('banned');
  await expect(window.getByRole('listitem')).toHaveText([/bob.*banned/]);
  const refused = await bob.account.call('GET', '/api/chats');
  expect([refused.status, refused.body.code]).toEqual([403, 'banned']);
  await open(text('ban.lift'));
  await window.getByRole('button', { name: text('ban.lift.submit'), exact: true }).press('Enter');
  await expect(window.getByText(text('adminPeople.none'))).toBeVisible();

  await window.getByLabel(text('adminPeople.show')).selectOption('all');
  await open(text('resetLink.action'));
  await window.getByRole('button', { name: text('resetLink.submit'), exact: true }).press('Enter');
  const link = await window.getByRole('textbox', { name: text('resetLink.label') }).inputValue();
  await look(ann, 'admin-reset', 'wide-light');
  await bob.page.goto(link);
  await bob.page.getByLabel(text('password.new')).fill('battery staple');
  await bob.button(text('reset.submit')).press('Enter');
  await expect(bob.chats.getByRole('link', { name: 'Chess' })).toBeVisible();

  await window.getByRole('tab', { name: text('admin.chats') }).click();
  await expect(window.getByRole('listitem')).toHaveText([/Chess.*2 people.*of messages/]);
  await expect(window.getByText('Check')).toHaveCount(0);
  await window.getByRole('button', { name: text('adminChats.delete', { name: 'Chess' }) }).press('Enter');
  await window.getByRole('button', { name: text('adminChats.delete.submit') }).press('Enter');
  await expect(window.getByText(text('adminChats.empty'))).toBeVisible();

  await window.getByRole('tab', { name: text('admin.log') }).click();
  await expect(window.getByRole('listitem')).toHaveText([
    /ann deleted the chat Chess\./,
    /ann made a link with which bob chooses a new password\./,
    /ann let bob in again\./,
    /ann banned bob\..*Reason: too loud/,
  ]);
  await look(ann, 'admin-log', 'wide-light');
  await window.getByLabel(text('audit.act')).selectOption('invite_created');
  await expect(window.getByText(text('audit.none'))).toBeVisible();
});
