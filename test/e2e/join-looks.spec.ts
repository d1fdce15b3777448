import { text } from '../../renderer/texts/text.ts';
import type { Visitor } from '../support/visitor.ts';
import { look, phoneViews } from './look.ts';
import { expect, test } from './stage.ts';

async function chooseInMenu({ page }: Visitor, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

for (const { looks, options } of phoneViews) {
  test(`axe finds nothing on the way in, ${looks}`, async ({ person, visitor, group, server, expectOutage }) => {
    const ann = await person('ann', options);
    const chat = await group('Board game night', ann);
    const { body: invite } = await ann.account.call('POST', '/api/invites', { chat_id: chat });
    const guest = await visitor(options);
    guest.complaints.expects(/40\d/);
    await guest.page.goto('/');
    await expect(guest.page.getByLabel(text('entry.name'))).toBeVisible();
    await look(guest, 'name', looks);
    await guest.page.goto(`/join/${String(invite.token)}`);
    const name = guest.page.getByLabel(text('entry.name'));
    await name.fill('ann');
    await guest.button(text('entry.submit')).click();
    await expect(guest.button(text('entry.name.suggest', { name: 'ann2' }))).toBeVisible();
    await look(guest, 'join-taken', looks);
    await guest.page.goto('/join/no-such-invite');
    await expect(guest.page.getByRole('alert')).toBeVisible();
    await look(guest, 'join-refused', looks);
    await ann.page.goto(`/join/${String(invite.token)}`);
    await expect(ann.button(text('entry.confirm.decline'))).toBeVisible();
    await look(ann, 'join-confirm', looks);
    expectOutage();
    await server.stop();
    await server.start({ REGISTRATION: 'invite', SERVER_NAME: 'Friday party' });
    await guest.page.goto('/');
    await guest.page.getByLabel(text('entry.code')).fill('abcd2');
    await look(guest, 'join-code', looks);
  });

  test(`axe finds nothing where a host invites and removes, ${looks}`, async ({ person, group }) => {
    const ann = await person('ann', options);
    await person('Bob_the_Builder');
    const chat = await group('Board game night', ann);
    await ann.open(chat);
    await ann.button(text('invite.action')).click();
    await expect(ann.button(text('invites.create'))).toBeVisible();
    await ann.button(text('invites.create')).click();
    await expect(ann.page.getByLabel(text('invites.link'), { exact: true })).toBeVisible();
    await look(ann, 'invite-link', looks);
    await ann.account.call('POST', '/api/invites', { chat_id: null, expires_in: 3600 });
    await ann.page.goto('/');
    await chooseInMenu(ann, text('user.invites'));
    await expect(ann.page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
    await ann.button(text('invites.revoke')).click();
    await look(ann, 'invites-revoke', looks);
    await ann.page.keyboard.press('Escape');
    await chooseInMenu(ann, text('user.admin'));
    await expect(ann.page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
    await ann.button(text('adminPeople.menu', { name: 'Bob_the_Builder' })).click();
    await ann.page.getByRole('menuitem', { name: text('adminPeople.remove') }).click();
    await look(ann, 'host-people-remove', looks);
  });

  test(`axe finds nothing where a guest is, ${looks}`, async ({ person, visitor, group }) => {
    const ann = await person('ann');
    const chat = await group('Board game night', ann);
    const { body: invite } = await ann.account.call('POST', '/api/invites', { chat_id: chat });
    await ann.open(chat);
    const guest = await visitor(options);
    await guest.page.goto(`/join/${String(invite.token)}`);
    await guest.page.getByLabel(text('entry.name')).fill('Bob the Builder');
    await guest.button(text('entry.submit')).click();
    await expect(guest.composer).toBeVisible();
    await guest.page.goto('/');
    const item = guest.chats.getByRole('link', { name: /Board game night/ });
    await ann.say('Who brings the snacks? There will be seven of us, and Tom eats for two.');
    await expect(item).toContainText('snacks');
    await item.click({ button: 'right' });
    await expect(guest.page.getByRole('menu')).toBeInViewport({ ratio: 1 });
    await look(guest, 'chat-menu', looks);
    await guest.page.getByRole('menuitemradio', { name: text('level.none'), exact: true }).click();
    await expect(item.getByRole('img', { name: text('sidebar.muted') })).toBeVisible();
    await look(guest, 'unread-muted', looks);
    await guest.page.getByRole('button', { name: /^Your account/ }).click();
    await look(guest, 'guest-menu', looks);
    await guest.page.getByRole('menuitem', { name: text('user.upgrade') }).click();
    await expect(guest.page.getByRole('dialog')).toBeVisible();
    await look(guest, 'upgrade', looks);
    await guest.page.keyboard.press('Escape');
    await chooseInMenu(guest, text('user.signOut'));
    await expect(guest.page.getByRole('dialog')).toBeVisible();
    await look(guest, 'guest-leave', looks);
  });
}
