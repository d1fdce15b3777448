import { text } from '../../renderer/texts/text.ts';
import { look, lookOnPhone } from './look.ts';
import { expect, test } from './stage.ts';

test('[SETTING1] [SETTING3] [SETTING5] the host decides for the server, and others see it at once', async ({
  person,
  visitor,
  group,
}) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const chat = await group('Chess', ann, bob);
  await bob.open(chat);
  await ann.page.goto('/');
  await ann.page.getByRole('button', { name: /^Your account/ }).press('Enter');
  await ann.page.getByRole('menuitem', { name: text('user.admin') }).press('Enter');
  const window = ann.page.getByRole('dialog', { name: text('admin.title') });
  await window.getByRole('tab', { name: text('admin.settings') }).click();
  const limit = window.getByLabel(text('server.message'));
  const save = window.getByRole('button', { name: text('server.save') });
  await expect(save).toBeDisabled();
  await limit.fill('many');
  await window.getByLabel(text('server.name')).fill('Chess club');
  await save.press('Enter');
  await expect(window.getByText(text('server.wrong.whole', { min: 1, max: 1_000_000 }))).toBeVisible();
  await expect(limit).toBeFocused();
  await look(ann, 'server-settings', 'wide-light');
  await lookOnPhone(ann, 'server-settings');
  await limit.fill('12');
  await window.getByLabel(text('server.registration')).selectOption('closed');
  await save.press('Enter');
  await expect(window.getByRole('status')).toHaveText(text('server.saved'));

  await bob.composer.fill('This is far too long.');
  await expect(bob.page.getByText(text('composer.over', { count: 9 }))).toBeVisible();
  const guest = await visitor();
  await guest.page.goto('/');
  await expect(guest.page.getByText(text('signIn.closed'))).toBeVisible();
  await expect(guest.page.getByRole('button', { name: text('register.link') })).toHaveCount(0);

  await window
    .getByRole('button', { name: new RegExp(`^${text('server.preset.use')}.*${text('server.message')}`) })
    .click();
  await save.press('Enter');
  await expect(limit).toHaveValue('32000');
  await bob.say('This is not too long any more.');
});
