import { text } from '../../renderer/texts/text.ts';
import { expect, test } from './stage.ts';

test('[NOTIFY1] [NOTIFY2] what is said elsewhere counts, moves its chat up, is read by opening it, and survives a reload', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const quiet = await group('Quiet place', ann, bob);
  await group('Here', ann, bob);
  const { page, chats } = ann;
  await page.goto('/');
  await expect(chats.getByRole('listitem')).toHaveText([/Here/, /Quiet place/]);
  await chats.getByRole('link', { name: 'Here' }).click();
  await bob.open(quiet);
  await bob.say('Anybody?');
  await bob.say('Hello?');
  await expect(chats.getByRole('listitem').first()).toHaveText(/Quiet place.*bob: Hello\?.*2 unread messages/);
  await expect(page).toHaveTitle(/^\(2\) Here/);
  await page.reload();
  await expect(page).toHaveTitle(/^\(2\) Here/);
  await chats.getByRole('link', { name: /Quiet place/ }).click();
  await expect(page).toHaveTitle(/^Quiet place/);
  await expect(ann.message('Anybody?')).toBeVisible();
  await expect(page.getByText(/unread/)).toHaveCount(0);
});

test('[NOTIFY3] a muted chat does not count, and says that it is muted', async ({ person, group }) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const noisy = await group('Noisy place', ann, bob);
  const here = await group('Here', ann, bob);
  await ann.open(here);
  const item = ann.chats.getByRole('link', { name: /Noisy place/ });
  await item.click({ button: 'right' });
  await ann.page.getByRole('menuitemradio', { name: text('level.none'), exact: true }).click();
  await expect(item.getByRole('img', { name: text('sidebar.muted') })).toBeVisible();
  await bob.open(noisy);
  await bob.say('Blah');
  await expect(item).toContainText('bob: Blah');
  await expect(ann.page).toHaveTitle(/^Here/);
  await item.click();
  await ann.button(text('level.menu', { level: text('level.none') })).click();
  await ann.page.getByRole('menuitemradio', { name: text('level.all'), exact: true }).click();
  await ann.chats.getByRole('link', { name: 'Here' }).click();
  await bob.say('Blah again');
  await expect(ann.page).toHaveTitle(/^\(1\) Here/);
});
