import { text } from '../../../renderer/texts/text.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

/** Starts a party on a free port, for invited people; the invite link, as this machine can open it. */
async function host(ann: DesktopVisitor): Promise<string> {
  await ann.page.getByRole('button', { name: text('start.host') }).click();
  await ann.page.getByLabel(text('host.name')).fill('Attic');
  await ann.page.getByLabel(text('host.username')).fill('ann');
  await ann.page.getByText(text('host.advanced')).click();
  await ann.page.getByLabel(text('host.port')).fill('0');
  await ann.page.getByRole('radio', { name: text('host.access.invite') }).click();
  await ann.button(text('host.submit')).click();
  const link = ann.page.getByRole('dialog').getByRole('textbox', { name: text('party.link') });
  await expect(link).toHaveValue(/\/join\//);
  const { port, pathname } = new URL(await link.inputValue());
  return `http://127.0.0.1:${port}${pathname}`;
}

const joinByName = async ({ page }: { page: DesktopVisitor['page'] }, name: string) => {
  await page.getByRole('main').getByRole('textbox').first().fill(name);
  await page.keyboard.press('Enter');
};

test('[START10] [START12] a party is hosted, joined from a browser and from another app, and stopped', async ({
  desktop,
  guest,
}) => {
  const ann = await desktop();
  const link = await host(ann);
  await expect(ann.page.getByRole('dialog').getByRole('img')).toBeVisible();

  const bob = await guest(link);
  await joinByName(bob, 'bob');
  await bob.say('hello from a browser');
  await expect(ann.page.getByRole('dialog').getByText('bob')).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(ann.message('hello from a browser')).toBeVisible();

  const carla = await desktop();
  await carla.page
    .getByRole('button', { name: text('start.join'), exact: false })
    .last()
    .click();
  await carla.page.getByLabel(text('join.address')).fill(link);
  await carla.button(text('join.submit')).click();
  await joinByName(carla, 'carla');
  await carla.say('and from an app');
  await expect(ann.message('and from an app')).toBeVisible();

  // A reload comes back to where one was, without signing in.
  await carla.page.reload();
  await expect(carla.message('and from an app')).toBeVisible();

  for (const { complaints } of [bob, carla]) complaints.expects(/WebSocket|ERR_CONNECTION_REFUSED|failed/);
  await ann.button(text('rail.card', { name: 'Attic' })).click();
  await ann.button(text('party.stop')).click();
  await expect(ann.page.getByText(text('stop.text', { count: 2 }))).toBeVisible();
  await ann.button(text('party.stop')).click();
  await expect(ann.page.getByRole('heading', { name: text('start.title') })).toBeVisible();
  await expect(carla.page.getByText(/ann stopped Attic at/).first()).toBeVisible();
});
