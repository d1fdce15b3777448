import { text } from '../../renderer/texts/text.ts';
import { makePng } from '../support/images.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

test('[MEMBER3] [MEMBER4] [MEMBER5] [CHAT6] a chat is run from its name: called otherwise, shared out, handed over', async ({
  person,
  group,
}) => {
  const [ann, bob, cleo] = [await person('ann'), await person('bob'), await person('cleo')];
  const crew = await group('Crew', ann, bob, cleo);
  const other = await group('Other', bob);
  await ann.open(crew);
  await bob.open(other);
  await cleo.open(crew);

  await test.step('by keyboard, and seen at once by who looks at another chat', async () => {
    await ann.page.getByRole('heading', { name: 'Crew' }).getByRole('button').press('Enter');
    await ann.button(text('details.name.edit')).press('Enter');
    await ann.page.getByLabel(text('details.name'), { exact: true }).fill('Boat crew');
    await ann.page.keyboard.press('Enter');
    await ann.button(text('details.topic.edit')).click();
    await ann.page.getByLabel(text('details.topic'), { exact: true }).fill('Who sails on Sunday');
    await ann.page.keyboard.press('Enter');
    await expect(bob.chats.getByRole('link', { name: 'Boat crew' })).toBeVisible();
    await expect(cleo.page.getByText('Who sails on Sunday').first()).toBeVisible();
  });

  await test.step('somebody becomes an admin, and may rename', async () => {
    await ann.button(text('details.more', { name: 'bob' })).press('Enter');
    await ann.page.getByRole('menuitem', { name: text('role.makeAdmin') }).press('Enter');
    await bob.chats.getByRole('link', { name: 'Boat crew' }).click();
    await bob.page.getByRole('heading', { name: 'Boat crew' }).getByRole('button').click();
    await expect(bob.button(text('details.name.edit'))).toBeVisible();
  });

  await test.step('an admin removes a member', async () => {
    await bob.button(text('details.more', { name: 'cleo' })).click();
    await bob.page.getByRole('menuitem', { name: text('people.remove.submit') }).click();
    await bob.button(text('people.remove.submit')).click();
    await expect(cleo.page.getByText(text('chat.lost', { chat: 'Boat crew' })).last()).toBeVisible();
  });

  await test.step('people are added by typing', async () => {
    const field = bob.page.getByRole('combobox', { name: text('details.add') });
    await field.fill('cl');
    await bob.page.getByRole('option', { name: 'cleo' }).waitFor();
    await field.press('ArrowDown');
    await field.press('Enter');
    await bob.button(text('details.add.submit')).click();
    await expect(cleo.chats.getByRole('link', { name: 'Boat crew' })).toBeVisible();
  });

  await test.step('the owner leaves and hands over in the same act', async () => {
    await ann.button(text('details.leave')).click();
    await expect(ann.page.getByLabel(text('details.leave.heir'))).toContainText('bob');
    await ann.button(text('details.leave.submit')).click();
    await expect(ann.page.getByText(text('chat.left', { chat: 'Boat crew' })).last()).toBeVisible();
    await expect(bob.button(text('details.delete'))).toBeVisible();
  });

  await test.step('[MEMBER6] the owner deletes it for everybody', async () => {
    await cleo.chats.getByRole('link', { name: 'Boat crew' }).click();
    await cleo.composer.fill('half a thought');
    await bob.button(text('details.delete')).click();
    await bob.button(text('details.delete.submit')).click();
    await expect(cleo.page.getByText(text('chat.deleted', { chat: 'Boat crew' })).last()).toBeVisible();
    await expect(cleo.page.getByLabel(text('chat.unsent'))).toHaveValue('half a thought');
    await expect(bob.chats.getByRole('link', { name: 'Boat crew' })).toHaveCount(0);
  });
});

test('[FILE20] a chat gets a picture, which everybody sees at once, and loses it again', async ({ person, group }) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const crew = await group('Crew', ann, bob);
  await ann.open(crew);
  await bob.open(crew);
  const shown = ({ chats, page }: typeof bob) => [
    chats.getByRole('link', { name: 'Crew' }).locator('img'),
    page
      .locator('header')
      .filter({ has: page.getByRole('heading', { name: 'Crew' }) })
      .locator('img'),
  ];
  await ann.page.getByRole('heading', { name: 'Crew' }).getByRole('button').click();
  const choose = async (name: string, mimeType: string, buffer: Buffer) => {
    const button = ann.button(text('picture.choose')).or(ann.button(text('picture.change')));
    const [chooser] = await Promise.all([ann.page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles({ name, mimeType, buffer });
  };
  await choose('no.png', 'image/png', Buffer.from('this is no image'));
  await expect(ann.page.getByRole('alert')).toHaveText(text('picture.failed'));
  await choose('sea.png', 'image/png', makePng(640, 480));
  for (const place of shown(bob)) await expect(place).toBeVisible();
  await expect(bob.page.getByText('ann changed the chat’s picture')).toBeVisible();
  await expect(ann.page.getByRole('alert')).toHaveCount(0);
  await look(ann, 'details-picture', 'wide-light');
  await ann.button(text('picture.remove')).press('Enter');
  await expect(ann.button(text('picture.choose'))).toBeFocused();
  for (const place of shown(bob)) await expect(place).toHaveCount(0);
});

for (const { looks, options } of views) {
  test(`what a chat says of itself, ${looks}`, async ({ person, group }) => {
    const [ann, bob, cleo] = [await person('ann', options), await person('bob'), await person('cleo')];
    const crew = await group('Crew', ann, bob, cleo);
    await ann.account.call('PATCH', `/api/chats/${crew}`, { topic: 'Who sails on Sunday' });
    await ann.account.call('PUT', `/api/chats/${crew}/participants/${bob.account.id}/role`, { role: 'admin' });
    await ann.open(crew);
    await ann.page.getByRole('heading', { name: 'Crew' }).getByRole('button').click();
    await ann.button(text('details.more', { name: 'bob' })).waitFor();
    await look(ann, 'details', looks);
    await ann.button(text('details.delete')).click();
    await look(ann, 'details-delete', looks);
  });
}
