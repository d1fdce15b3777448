import { text } from '../../renderer/texts/text.ts';
import { makePng } from '../support/images.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

test('[PROFILE3] [PROFILE5] [PROFILE9] [PROFILE10] Ann says who she is, and Ben sees it at once, everywhere', async ({
  person,
  group,
}) => {
  const [wide, phone] = views;
  const [ann, ben] = [await person('ann', wide.options), await person('ben', phone?.options ?? wide.options)];
  const crew = await group('Crew', ann, ben);
  const { body: direct } = await ann.account.call('POST', '/api/chats', { participant_usernames: ['ben'] });
  await ann.open(crew);
  await ben.open(crew);
  await ann.say('Ahoy');
  await expect(ben.message('Ahoy')).toBeVisible();

  await test.step('by keyboard, in the settings', async () => {
    await ann.page.getByRole('button', { name: text('user.menu', { username: '' }).trim() }).press('Enter');
    await ann.page.getByRole('menuitem', { name: text('profile.edit') }).press('Enter');
    const name = ann.page.getByRole('textbox', { name: text('profile.name') });
    // The browser tells of the refusal, too.
    ann.complaints.expects(/400 \(Bad Request\)/);
    await name.fill('ben');
    await name.press('Enter');
    await expect(ann.page.getByText(text('profile.name.taken'))).toBeVisible();
    await name.fill('Ann Lee');
    await ann.page.getByLabel(text('profile.about')).fill('Sails on Sundays.\nKnows all the knots.');
    await name.press('Enter');
    await expect(ann.page.getByText(text('profile.saved'))).toBeVisible();
    await ann.page
      .getByLabel(text('profile.picture.choose'), { exact: true })
      .and(ann.page.locator('input'))
      .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: makePng(200, 120) });
    await expect(ann.page.getByText(text('profile.picture.preview'))).toBeVisible();
    await ann.page.getByRole('button', { name: text('profile.picture.use') }).press('Enter');
    await expect(ann.page.getByText(text('profile.picture.saved'))).toBeVisible();
    await look(ann, 'profile-settings', wide.looks);
    await ann.page.keyboard.press('Escape');
  });

  await test.step('the timeline shows her name and her picture, and her card tells more', async () => {
    const message = ben.message('Ahoy');
    await expect(message.getByRole('heading', { name: 'Ann Lee' })).toBeVisible();
    await expect(message.locator('img')).toBeVisible();
    await message.getByRole('heading', { name: 'Ann Lee' }).getByRole('button').click();
    const card = ben.page.getByRole('dialog', { name: text('card.of', { name: 'Ann Lee' }) });
    await expect(card.getByText('Knows all the knots.')).toBeVisible();
    await expect(card.getByText('@ann')).toBeVisible();
    await expect(card.getByText(text('role.owner'))).toBeVisible();
    await look(ben, 'profile-card', phone?.looks ?? wide.looks);
    await card.getByRole('button', { name: text('card.mention') }).click();
    await expect(ben.page.locator('#composer')).toHaveValue('@ann ');
    await expect(ben.page.locator('#composer')).toBeFocused();
  });

  await test.step('the private chat is called after her, and her card leads there', async () => {
    await ben.page.locator('#composer').fill('');
    await ben.message('Ahoy').getByRole('heading', { name: 'Ann Lee' }).getByRole('button').click();
    await ben.page.getByRole('button', { name: text('card.message') }).click();
    await expect(ben.page).toHaveURL(new RegExp(`/chats/${direct.id}$`));
    await expect(ben.page.getByRole('heading', { name: 'Ann Lee' })).toBeVisible();
  });

  await test.step('who has the same name is told apart; the menu of a message opens the card by keyboard', async () => {
    await ben.account.call('PATCH', '/api/auth/me', { display_name: 'Ann Lee' });
    const message = ann.stored('Ahoy');
    await expect(message.getByRole('heading', { name: 'Ann Lee (@ann)' })).toBeVisible();
    await message.hover();
    await message.getByRole('button', { name: text('act.more') }).click();
    await ann.page.getByRole('menuitem', { name: text('card.of', { name: 'Ann Lee (@ann)' }) }).press('Enter');
    const card = ann.page.getByRole('dialog', { name: text('card.of', { name: 'Ann Lee' }) });
    await expect(card.getByRole('button', { name: text('profile.edit') })).toBeVisible();
    await ann.page.keyboard.press('Escape');
    await expect(card).toBeHidden();
  });
});
