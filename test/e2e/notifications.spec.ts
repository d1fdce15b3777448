import type { Page } from '@playwright/test';
import { text } from '../../renderer/texts/text.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

/** What the system was asked to show, and what to play. */
interface Told {
  shown: { title: string; body: string; click: () => void }[];
  notes: number;
  isAway: boolean;
}

/** A browser that lets itself be asked, and shows what it was asked for to the test instead. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: Told = { shown: [], notes: 0, isAway: false };
    let permission = sessionStorage.getItem('allowed') ?? 'default';
    class Recorded extends EventTarget {
      constructor(title: string, { body = '' }: NotificationOptions) {
        super();
        told.shown.push({ title, body, click: () => this.dispatchEvent(new Event('click')) });
      }
      close() {}
      static get permission() {
        return permission;
      }
      static requestPermission() {
        permission = 'granted';
        sessionStorage.setItem('allowed', permission);
        return Promise.resolve(permission);
      }
    }
    const hasFocus = document.hasFocus.bind(document);
    class Counted extends OscillatorNode {
      override start(when?: number) {
        told.notes++;
        super.start(when);
      }
    }
    document.hasFocus = () => !told.isAway && hasFocus();
    Object.assign(window, { told, Notification: Recorded, OscillatorNode: Counted });
  });
}

const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Told }).told);
const setAway = (page: Page, isAway: boolean) =>
  page.evaluate((away) => {
    (window as unknown as { told: Told }).told.isAway = away;
    window.dispatchEvent(new Event(away ? 'blur' : 'focus'));
  }, isAway);

test('[NOTIFY3] [NOTIFY7] [NOTIFY8] [NOTIFY10] [LEVEL1] who chooses what they are told of is told just that, on each device', async ({
  person,
  again,
  group,
}) => {
  const [wide, phone] = views;
  const ann = await person('ann', wide.options);
  const bob = await person('bob');
  await listen(ann.page);
  const place = await group('Place', ann, bob);
  const here = await group('Here', ann, bob);
  const { page } = ann;
  const item = ann.chats.getByRole('link', { name: /Place/ });
  const icon = page.locator('link[rel="icon"]');

  await test.step('the browser is asked by a button, and the sound can be tried', async () => {
    await ann.open(here);
    await page.getByRole('button', { name: /^Your account/ }).click();
    await page.getByRole('menuitem', { name: text('user.settings') }).click();
    await page.getByRole('tab', { name: text('mySettings.notifications') }).click();
    await expect(page.getByText(text('browser.default'))).toBeVisible();
    await ann.button(text('sound.play')).click();
    expect((await told(page)).notes).toBe(2);
    await ann.button(text('browser.ask')).click();
    await expect(page.getByText(text('browser.granted'))).toBeVisible();
    await page.getByRole('switch', { name: text('quiet.hours') }).click();
    await expect(page.getByLabel(text('quiet.from'), { exact: true })).toHaveValue('22:00');
    await look(ann, 'notification-settings', wide.looks);
    await page.getByRole('switch', { name: text('quiet.hours') }).click();
    await expect(page.getByLabel(text('quiet.from'), { exact: true })).toHaveCount(0);
    await page.keyboard.press('Escape');
  });

  await test.step('only mentions: the rest is counted quietly', async () => {
    await item.click();
    await ann.button(text('level.menu', { level: text('level.all') })).click();
    await page.getByRole('menuitemradio', { name: text('level.mentions') }).click();
    await ann.chats.getByRole('link', { name: /Here/ }).click();
    await setAway(page, true);
    await bob.open(place);
    await bob.say('Anybody?');
    await expect(item).toContainText(text('sidebar.unread', { count: 1 }));
    await expect(page).toHaveTitle(/^Here/);
    await expect(icon).toHaveAttribute('href', '/icon.svg');
    await bob.say('@ann look at this');
    await expect(page).toHaveTitle(/^\(1\) Here/);
    await expect(icon).toHaveAttribute('href', '/icon-unread.svg');
    await expect
      .poll(async () => (await told(page)).shown)
      .toMatchObject([{ title: 'Place', body: expect.stringMatching(/^bob mentioned you/) }]);
    expect((await told(page)).notes).toBe(4);
  });

  await test.step('a click on what was shown leads to its message', async () => {
    await page.evaluate(() => (window as unknown as { told: Told }).told.shown[0]!.click());
    await setAway(page, false);
    await expect(page).toHaveURL(new RegExp(`/chats/${place}$`));
    await expect(ann.stored('look at this')).toBeFocused();
  });

  await test.step('another device of hers knows, and says when she is left alone', async () => {
    const other = await again(ann.account, phone.options);
    await other.open(place);
    await other.page.getByRole('button', { name: 'Place' }).click();
    const select = other.page.getByLabel(text('level.title'), { exact: true });
    await expect(select).toHaveValue('mentions');
    await select.selectOption('none');
    await expect(ann.button(text('level.menu', { level: text('level.none') }))).toBeVisible();
    await page.getByRole('button', { name: /^Your account/ }).click();
    await page.getByRole('menuitem', { name: text('quiet.menu') }).click();
    await expect(page.getByRole('img', { name: /^No notifications until/ })).toBeVisible();
    await other.page.goto('/');
    await other.page.getByRole('button', { name: /^Your account/ }).click();
    await expect(other.page.getByRole('menuitem', { name: text('quiet.resume') })).toBeVisible();
    await other.page.getByRole('menuitem', { name: text('user.settings') }).click();
    await other.page.getByRole('tab', { name: text('mySettings.notifications') }).click();
    await expect(other.page.getByText(/^No notifications until/).first()).toBeVisible();
    await look(other, 'notification-settings', phone.looks);
    await other.button(text('quiet.resume')).click();
    await expect(page.getByRole('img', { name: /^No notifications until/ })).toHaveCount(0);
  });
});
