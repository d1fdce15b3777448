import { text } from '../../renderer/texts/text.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

test('[COMPOSE5] [COMPOSE6] [COMPOSE7] people and emoji are completed while typing, by keyboard alone', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const chat = await group('Crew', ann, bob, await person('bobby'));
  await bob.open(chat);
  await ann.open(chat);
  const options = ann.page.getByRole('option');

  await ann.composer.pressSequentially('hi @bo');
  await expect(options).toHaveText([/^B?bob/, /^B?bobby/]);
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await ann.page.keyboard.press('Enter');
  await expect(ann.composer).toHaveValue('hi @bob ');
  await ann.composer.pressSequentially('well done :tada');
  await expect(options).toHaveCount(1);
  await ann.page.keyboard.press('Tab');
  await expect(ann.composer).toHaveValue('hi @bob well done 🎉 ');
  await ann.page.keyboard.press('ControlOrMeta+z');
  await expect(ann.composer).toHaveValue('hi @bob well done :tada');
  await ann.page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(ann.composer).toHaveValue('hi @bob well done 🎉 ');

  await ann.page.keyboard.press('Shift+Tab');
  await expect(ann.button(text('emoji.button'))).toBeFocused();
  await ann.page.keyboard.press('Enter');
  const search = ann.page.getByRole('searchbox', { name: text('emoji.search') });
  await expect(search).toBeFocused();
  await search.pressSequentially('rocket');
  await ann.page.keyboard.press('Enter');
  await expect(ann.composer).toBeFocused();
  await expect(ann.composer).toHaveValue('hi @bob well done 🎉 🚀');
  await ann.button(text('emoji.button')).click();
  await expect(search).toBeFocused();
  await ann.page.keyboard.press('ArrowDown');
  await ann.page.keyboard.press('ArrowRight');
  // What was picked last comes first.
  await expect(ann.page.getByRole('gridcell', { name: 'party popper' }).first()).toBeFocused();
  await ann.page.keyboard.press('ArrowLeft');
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.press('Enter');
  await expect(bob.message('well done 🎉 🚀🚀')).toBeVisible();
  await expect(bob.log.locator('.mention-me')).toHaveText('@bob');
  await expect(ann.log.locator('.mention')).toHaveText('@bob');
});

test('[COMPOSE3] the last message is changed with the up arrow, and the draft is not lost', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const chat = await group('Crew', ann, bob);
  await bob.open(chat);
  await ann.open(chat);
  await ann.say('the meeting is at then');
  await bob.say('when?');
  await expect(ann.message('when?')).toBeVisible();
  await ann.composer.press('ArrowUp');
  await expect(ann.composer).toHaveValue('the meeting is at then');
  await expect(ann.composer).toBeFocused();
  await ann.composer.fill('the meeting is at ten');
  await ann.composer.press('Escape');
  await expect(ann.composer).toHaveValue('');
  await ann.composer.press('ArrowUp');
  await ann.composer.fill('the meeting is at ten');
  await ann.composer.press('Enter');
  await expect(bob.message('the meeting is at ten')).toBeVisible();
  await expect(ann.composer).toHaveValue('');
  await ann.composer.press('ArrowUp');
  await ann.composer.fill('');
  await ann.composer.press('Enter');
  await ann.button(text('composing.delete.submit')).click();
  await expect(bob.message('the meeting is at ten')).toHaveCount(0);
  await expect(ann.composer).toBeFocused();
});

test('[COMPOSE4] commands do what they say, for who may use them', async ({ person, group }) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const cy = await person('cy');
  const chat = await group('Crew', ann, bob);
  await bob.open(chat);
  await ann.open(chat);
  await ann.composer.pressSequentially('/');
  await expect(ann.page.getByRole('option', { name: /^\/rename/ })).toBeVisible();
  await ann.composer.pressSequentially('ren');
  await ann.page.keyboard.press('Enter');
  await ann.composer.pressSequentially('Sorters');
  await ann.page.keyboard.press('Enter');
  await expect(bob.page.getByRole('heading', { level: 2, name: 'Sorters' })).toBeVisible();
  await ann.say('/invite cy');
  await cy.page.goto('/');
  await expect(cy.chats.getByRole('link', { name: /Sorters/ })).toBeVisible();
  await ann.say('/shortcuts');
  await expect(ann.page.getByRole('dialog', { name: text('shortcuts.title') })).toBeVisible();

  await bob.composer.pressSequentially('/');
  await expect(bob.page.getByRole('option', { name: /^\/bot/ })).toBeVisible();
  await expect(bob.page.getByRole('option', { name: /^\/rename/ })).toHaveCount(0);
  await bob.page.keyboard.press('Escape');
  await bob.say('/rename Mine');
  await expect(bob.message('/rename Mine')).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await ann.say('/search mine');
  await expect(ann.page.getByRole('option', { name: /Mine/ })).toBeVisible();
  await bob.say('/leave');
  await expect(bob.page.getByRole('heading', { level: 2, name: 'Sorters' })).toHaveCount(0);
});

for (const { looks, options } of views) {
  test(`axe finds nothing in what helps with typing and where emoji are chosen, ${looks}`, async ({
    person,
    group,
  }) => {
    const ann = await person('ann', options);
    const bob = await person('bob');
    const chat = await group('Algorithms', ann, bob);
    await bob.open(chat);
    await bob.say('Let us ask @ann, or @bob');
    await expect(bob.log.locator('.mention')).toHaveCount(2);
    await bob.page.close();
    await ann.open(chat);
    await expect(ann.log.locator('.mention-me')).toHaveText('@ann');
    await ann.say('How do I look something up quickly?');
    await ann.composer.pressSequentially('/');
    await expect(ann.page.getByRole('listbox', { name: text('composer.palette') })).toBeVisible();
    await look(ann, 'commands', looks);
    await ann.composer.fill('');
    await ann.composer.press('ArrowUp');
    await expect(ann.page.getByText(text('composing.edit'))).toBeVisible();
    await ann.composer.pressSequentially(' Ask @');
    await expect(ann.page.getByRole('listbox', { name: text('mention.list') })).toBeVisible();
    await look(ann, 'editing', looks);
    await ann.composer.press('Escape');
    await ann.composer.press('Escape');
    await expect(ann.page.getByText(text('composing.edit'))).toHaveCount(0);

    await ann.button(text('emoji.button')).click();
    await expect(ann.page.getByRole('gridcell').first()).toHaveAccessibleName('grinning face');
    await ann.button(text('emoji.tone')).click();
    await look(ann, 'emoji', looks);
  });
}
