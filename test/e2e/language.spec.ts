import type { Route } from '@playwright/test';
import { de } from '../../renderer/texts/de.ts';
import { text } from '../../renderer/texts/text.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

const german = { locale: 'de-DE', timezoneId: 'Europe/Berlin' };

test('[LANG2] [LANG3] two people are in one chat, each in their own language, until one changes it', async ({
  person,
  group,
}) => {
  const ann = await person('ann', { timezoneId: 'America/New_York' });
  const bob = await person('bob', german);
  const chat = await group('Zwei Sprachen', ann, bob);
  await ann.open(chat);
  await bob.page.goto(`/chats/${chat}`);
  await expect(bob.page.locator('html')).toHaveAttribute('lang', 'de');
  await bob.page.getByRole('textbox', { name: 'Nachricht an Zwei Sprachen' }).fill('Guten Tag');
  await bob.button(de['composer.send']).click();
  await expect(ann.message('Guten Tag').getByRole('time').first()).toHaveText(/^\d{1,2}:\d\d [AP]M$/);
  await expect(bob.message('Guten Tag').getByRole('time').first()).toHaveText(/^\d\d:\d\d$/);
  await ann.composer.pressSequentially('Good');
  await expect(bob.page.getByText('ann schreibt …')).toBeVisible();
  // Another language keeps the open chat, the draft and the window.
  await ann.page.getByRole('button', { name: text('user.menu', { username: 'ann' }) }).click();
  await ann.page.getByRole('menuitem', { name: text('user.settings') }).click();
  await ann.page.getByRole('tab', { name: text('language.section') }).click();
  await ann.page.getByRole('radio', { name: 'Deutsch' }).click();
  await expect(ann.page.getByRole('dialog', { name: de['mySettings.title'] })).toBeVisible();
  await expect(ann.page.getByRole('radio', { name: 'Deutsch' })).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByRole('textbox', { name: 'Nachricht an Zwei Sprachen' })).toHaveValue('Good');
});

test('[LANG2] [LANG5] who is not signed in chooses a language, and is told in it what went wrong', async ({
  visitor,
}) => {
  const guest = await visitor();
  guest.complaints.expects(/401/);
  const held: Route[] = [];
  await guest.page.route('**/health', (route) => void held.push(route));
  await guest.page.goto('/');
  await guest.page.getByLabel(text('language.label')).focus();
  // What the server says of itself comes while somebody chooses.
  await expect.poll(() => held.length).toBe(1);
  await held[0]!.continue();
  await expect(guest.button(text('signIn.link'))).toBeVisible();
  await expect(guest.page.getByLabel(text('language.label'))).toBeFocused();
  await guest.page.getByLabel(text('language.label')).selectOption('Deutsch');
  await expect(guest.page.getByLabel(de['language.label'])).toBeFocused();
  await guest.button(de['signIn.link']).click();
  await guest.page.getByLabel(de['field.username']).fill('nobody');
  await guest.page.getByLabel(de['field.password'], { exact: true }).fill('wrong password');
  await guest.button(de['signIn.submit']).click();
  await expect(guest.page.getByText(de['error.bad_credentials'])).toBeVisible();
});

for (const { looks, options } of views) {
  test(`[LANG4] the layout starts at the right, ${looks}`, async ({ person, group }) => {
    const isWide = looks.startsWith('wide');
    const ann = await person('ann', { ...options, ...german });
    const chat = await group('Von rechts', ann);
    await ann.page.addInitScript(() => localStorage.setItem('gemini-coop:direction', 'rtl'));
    await ann.page.goto(`/chats/${chat}`);
    const composer = ann.page.getByRole('textbox', { name: 'Nachricht an Von rechts' });
    for (const said of ['שלום, מה שלומך?', 'And a line from the left, @ann.', 'مرحبا']) {
      await composer.fill(said);
      await composer.press('Enter');
    }
    await expect(ann.message('مرحبا')).toBeVisible();
    await expect(ann.page.locator('html')).toHaveAttribute('dir', 'rtl');
    const edge = isWide
      ? ann.page.getByRole('navigation', { name: de['sidebar.label'] })
      : ann.button(de['common.back']);
    expect((await edge.boundingBox())?.x).toBeGreaterThan(options.viewport.width / 2);
    await look(ann, 'rtl-chat', looks);
    if (!isWide) return;
    await ann.page.getByRole('button', { name: de['user.menu'].replace('{username}', 'ann') }).click();
    await ann.page.getByRole('menuitem', { name: de['user.settings'] }).click();
    await ann.page.getByRole('tab', { name: de['language.section'] }).click();
    await expect(ann.page.getByRole('radio', { name: de['language.direction.rtl'] })).toBeChecked();
    // From right to left: the same page as everybody has it, in German.
    await ann.page.getByRole('radio', { name: de['language.direction.ltr'] }).click();
    await expect(ann.page.locator('html')).toHaveAttribute('dir', 'ltr');
    await look(ann, 'german-language', looks);
  });
}
