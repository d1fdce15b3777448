import { text } from '../../renderer/texts/text.ts';
import { haveSaid } from '../support/long-history.ts';
import type { Person } from '../support/visitor.ts';
import { look } from './look.ts';
import { expect, test } from './stage.ts';

const wide = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, colorScheme: 'dark' as const };

/** Chooses in the menu of a message, with the mouse. */
async function menu(who: Person, content: string | RegExp, act: string): Promise<void> {
  await who.message(content).first().hover();
  // The one that was gone to has the focus, and what belongs to it, too.
  const row = who.log.locator('[data-message]').filter({ has: who.page.getByText(content) });
  await row
    .first()
    .getByRole('button', { name: text('act.more'), exact: true })
    .click();
  await who.page.getByRole('menuitem', { name: act, exact: true }).click();
}

test('[MSG13] two people answer, edit, react and pin, and see it at once', async ({ person, group }) => {
  const [ann, bob] = [await person('ann', wide), await person('bob')];
  const chat = await group('Plans', ann, bob);
  await ann.open(chat);
  await bob.open(chat);
  await bob.say('Shall we meet on Tusday?');
  await menu(ann, 'Tusday', text('act.reply'));
  await ann.say('Yes, at noon.');
  const answer = bob.message('Yes, at noon.');
  await expect(answer.getByRole('button', { name: /In reply to bob: Shall we meet/ })).toBeVisible();

  await answer.getByRole('button', { name: /In reply to bob/ }).click();
  await expect(bob.log.locator('[data-message]:focus')).toContainText('Tusday');
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await menu(ann, 'Yes, at noon.', text('act.link'));
  await expect
    .poll(async () => ann.page.evaluate(async () => navigator.clipboard.readText()))
    .toMatch(new RegExp(`/chats/${chat}/\\d+$`));

  await menu(bob, /^.*Tusday\?$/, text('act.edit'));
  await bob.composer.fill('Shall we meet on Tuesday?');
  await bob.composer.press('Enter');
  await expect(ann.message('on Tuesday?').first()).toBeVisible();
  await ann.log.getByRole('button', { name: /^Edited/ }).click();
  await expect(ann.page.getByRole('dialog')).toContainText('Tusday');
  await ann.page.keyboard.press('Escape');

  await ann.message('on Tuesday?').first().hover();
  await ann.button(text('act.react.with', { emoji: '👍' })).click();
  await expect(bob.button(text('reactions.one', { emoji: '👍', names: 'ann' }))).toBeVisible();
  await bob.button(text('reactions.one', { emoji: '👍', names: 'ann' })).click();
  await expect(ann.log.getByRole('button', { name: /👍/, pressed: true })).toContainText('2');

  await menu(bob, 'Yes, at noon.', text('act.pin'));
  await ann.button(text('pins.label', { count: 1 })).click();
  await expect(ann.page.getByRole('dialog', { name: text('pins.title') })).toContainText('Yes, at noon.');
  await look(ann, 'message-pins', 'wide-light');
  await ann.page.keyboard.press('Escape');
  await ann.message('on Tuesday?').first().hover();
  await look(ann, 'message-toolbar', 'wide-light');
});

test('[MSG13] two people forward and delete, and see it at once', async ({ person, group }) => {
  const [ann, bob] = [await person('ann', wide), await person('bob')];
  const other = await group('Elsewhere', ann, bob);
  const chat = await group('Plans', ann, bob);
  await ann.open(chat);
  await bob.open(chat);
  await bob.say('Shall we meet on Tuesday?');
  await ann.say('Yes, at noon.');
  await ann.message('on Tuesday?').first().hover();
  await ann.button(text('act.react.with', { emoji: '👍' })).click();
  await expect(bob.message('Yes, at noon.')).toBeVisible();

  await menu(ann, 'Yes, at noon.', text('act.forward'));
  await ann.page.getByRole('dialog').getByLabel('Elsewhere').check();
  await ann.page.getByLabel(text('forward.comment')).fill('Just so you know');
  await look(ann, 'message-forward', 'wide-light');
  await ann.button(text('forward.send', { count: 1 })).click();
  await bob.open(other);
  await expect(bob.message('Yes, at noon.')).toContainText(text('message.forwarded', { name: 'ann' }));
  await expect(bob.message('Just so you know')).toBeVisible();
  await bob.open(chat);

  await menu(bob, 'on Tuesday?', text('act.delete'));
  await bob.page
    .getByRole('dialog')
    .getByRole('button', { name: text('delete.action'), exact: true })
    .click();
  await expect(ann.message(text('message.deleted')).first()).toBeVisible();
  await expect(ann.log.getByRole('button', { name: /^👍/ })).toHaveCount(0);
  await look(ann, 'message-deleted', 'wide-light');
});

test('[MSG13] with the keyboard alone one goes from message to message and opens the menu', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  await ann.open(await group('Keys', ann));
  for (const content of ['one', 'two', 'three']) await ann.say(content);
  await expect(ann.stored('three')).toBeVisible();
  await ann.log.focus();
  await ann.page.keyboard.press('ArrowUp');
  await ann.page.keyboard.press('ArrowUp');
  await expect(ann.log.locator('[data-message]:focus')).toContainText('two');
  await ann.page.keyboard.press('Enter');
  await expect(ann.page.getByRole('menuitem', { name: text('act.reply') })).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(ann.log.locator('[data-message]:focus')).toContainText('two');
  await ann.page.keyboard.press('Enter');
  const quick = (emoji: string) => ann.page.getByRole('menuitem', { name: text('act.react.with', { emoji }) });
  await expect(quick('👍')).toBeFocused();
  await ann.page.keyboard.press('ArrowDown');
  // The menu moves the focus a moment later.
  await expect(quick('❤️')).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(ann.button(text('reactions.own', { emoji: '❤️', names: text('common.you') }))).toBeVisible();
  await expect(ann.log.locator('[data-message]:focus')).toContainText('two');
  await ann.page.keyboard.press('r');
  await expect(ann.composer).toBeFocused();
  await expect(ann.page.locator('#composing')).toContainText('two');
  await ann.page.keyboard.press('Escape');

  const focused = ann.log.locator('[data-message]:focus');
  await ann.log.focus();
  await ann.page.keyboard.press('Home');
  await expect(focused).toContainText('one');
  await ann.page.keyboard.press('+');
  await expect(ann.page.getByRole('gridcell').first()).toBeVisible();
  await ann.page.keyboard.type('rocket');
  await expect(ann.page.getByRole('gridcell').first()).toHaveAccessibleName('rocket');
  await ann.page.keyboard.press('Enter');
  await expect(ann.button(text('reactions.own', { emoji: '🚀', names: text('common.you') }))).toBeVisible();
  await ann.log.focus();
  await ann.page.keyboard.press('End');
  await expect(focused).toContainText('three');
  await ann.page.keyboard.press('e');
  await expect(ann.composer).toHaveValue('three');
  await ann.composer.fill('four');
  await ann.page.keyboard.press('Enter');
  await expect(ann.message('four')).toContainText(text('message.edited'));
  await ann.log.focus();
  await ann.page.keyboard.press('End');
  await ann.page.keyboard.press('Delete');
  await expect(ann.page.getByRole('dialog', { name: text('act.delete') })).toBeVisible();
  await ann.page.keyboard.press('Shift+Tab');
  await expect(ann.button(text('delete.action'))).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(focused).toContainText(text('message.deleted'));
  await ann.page.keyboard.press('Escape');
  await expect(ann.composer).toBeFocused();
});

test('[MSG13] whoever scrolls far away from the message that has the focus goes on from there by keys', async ({
  person,
  group,
  server,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Long', ann, bob);
  await haveSaid(server, chat, [bob], { count: 150, apart: 60_000, content: (n) => `message ${n} of 150` });
  await ann.open(chat);
  await expect(ann.stored('message 150 of')).toBeInViewport();
  await ann.log.focus();
  await ann.page.keyboard.press('End');
  await expect(ann.stored('message 150 of')).toBeFocused();
  await ann.log.hover();
  await ann.page.mouse.wheel(0, -4000);
  await expect(ann.stored('message 149 of')).toHaveCount(0);
  await expect(ann.stored('message 150 of')).toBeFocused();
  await ann.page.keyboard.press('ArrowUp');
  await expect(ann.stored('message 149 of')).toBeFocused();
  await expect(ann.stored('message 149 of')).toBeInViewport();
});

test('[MSG13] messages that scroll by under a mouse at rest show no toolbar, until it moves', async ({
  person,
  group,
  server,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Long', ann, bob);
  await haveSaid(server, chat, [bob], { count: 60, apart: 60_000, content: (n) => `message ${n} of 60` });
  await ann.open(chat);
  const more = ann.log.getByRole('button', { name: text('act.more'), exact: true });
  await ann.stored('message 57 of').hover();
  await expect(more).toHaveCount(1);
  await ann.page.mouse.wheel(0, -600);
  await expect(ann.stored('message 57 of')).not.toBeInViewport();
  await expect(more).toHaveCount(0);
  const { x, y } = (await ann.log.boundingBox())!;
  await ann.page.mouse.move(x + 200, y + 200);
  await expect(more).toHaveCount(1);
});

test('[MSG13] on a phone a long press opens the menu', async ({ person, group }) => {
  const ann = await person('ann', phone);
  await ann.open(await group('Touch', ann));
  await ann.say('Hold me');
  await expect(ann.stored('Hold me')).toBeVisible();
  const box = (await ann.message('Hold me').boundingBox())!;
  const touch = await ann.context.newCDPSession(ann.page);
  const at = { x: box.x + 100, y: box.y + box.height - 8 };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await expect(ann.page.getByRole('menuitem', { name: text('act.delete') })).toBeVisible();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(ann.page.getByRole('menuitem', { name: text('act.delete') })).toBeVisible();
  await look(ann, 'message-menu', 'phone-dark');
});
