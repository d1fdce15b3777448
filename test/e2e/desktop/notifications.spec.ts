import { text } from '../../../renderer/texts/text.ts';
import { inviteLink } from '../../../server/protocol/join-target.ts';
import { clickNotification } from '../../support/desktop-witness.ts';
import type { TestPerson } from '../../support/client.ts';
import type { Served } from '../../support/served.ts';
import { joinAs } from './hosting.ts';
import { typeAddress } from './joining.ts';
import { look } from './looking.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

async function group(owner: TestPerson, name: string, ...others: string[]): Promise<number> {
  const chat = { name, is_group: true, participant_usernames: others };
  const { body } = await owner.call('POST', '/api/chats', chat);
  return body.id as number;
}

/** Bob joins a chat of ann's, whose messages are sent from here. */
async function meet({ url, client }: Served, bob: DesktopVisitor) {
  const ann = await client.person('ann');
  const roses = await group(ann, 'Roses');
  const { body: invite } = await ann.call('POST', '/api/invites', { chat_id: roses });
  await bob.page.getByRole('button', { name: text('start.join') }).click();
  await typeAddress(bob, inviteLink({ server: url, invite: invite.token as string }));
  await joinAs(bob, 'Bob');
  const socket = await ann.connect();
  const say = (chatId: number, content: string) => socket.send({ type: 'message', chat_id: chatId, content });
  return { ann, roses, say };
}

const chatLink = ({ chats }: DesktopVisitor, name: string) => chats.getByRole('link', { name });
const isOpen = ({ page }: DesktopVisitor, name: string) =>
  expect(page.getByRole('heading', { level: 2, name })).toBeVisible();

async function setNotifications({ page, button }: DesktopVisitor, on: boolean): Promise<void> {
  await button(text('rail.settings')).click();
  const toggle = page.getByRole('switch', { name: text('settings.notifications') });
  await toggle.click();
  await expect(toggle).toBeChecked({ checked: on });
  await page.keyboard.press('Escape');
}

test('who looks elsewhere is told of what others say, except in muted chats or where it is switched off', async ({
  desktop,
  serve,
}) => {
  const bob = await desktop();
  const { ann, roses, say } = await meet(await serve(), bob);
  const tulips = await group(ann, 'Tulips', 'Bob');
  // What is said in one chat soon after a notification is told with it; so each of these has its own.
  const [lilies, daisies] = [await group(ann, 'Lilies', 'Bob'), await group(ann, 'Daisies', 'Bob')];
  const notified = async () => (await bob.desktop.kept()).notified;

  await look(bob, 'app');
  say(tulips, 'The first tulip');
  await expect(chatLink(bob, 'Tulips')).toContainText(text('sidebar.unread', { count: 1 }));
  expect(await notified()).toEqual([]);

  await look(bob, 'elsewhere');
  say(roses, 'A rose for you');
  await expect.poll(notified).toEqual([{ title: 'Roses', body: 'ann: A rose for you' }]);
  await expect(chatLink(bob, 'Roses')).toContainText(text('sidebar.unread', { count: 1 }));

  await bob.say('One’s own rose');
  await expect(bob.message('One’s own rose')).toBeVisible();
  await chatLink(bob, 'Tulips').click();
  await bob.button(text('level.menu', { level: text('level.all') })).click();
  await bob.page.getByRole('menuitemradio', { name: text('level.none'), exact: true }).click();
  say(tulips, 'A muted tulip');
  await expect(bob.message('A muted tulip')).toBeVisible();
  say(roses, 'A second rose');
  await expect.poll(notified).toHaveLength(2);
  expect((await notified()).at(-1)).toEqual({ title: 'Roses', body: 'ann: A second rose' });

  await clickNotification(bob.desktop.app);
  await isOpen(bob, 'Roses');
  await look(bob, 'app');
  await expect(chatLink(bob, 'Roses')).not.toContainText(/unread/);

  await setNotifications(bob, false);
  await look(bob, 'elsewhere');
  say(lilies, 'A silent lily');
  await expect(chatLink(bob, 'Lilies')).toContainText('A silent lily');
  await setNotifications(bob, true);
  say(daisies, 'A loud daisy');
  await expect.poll(notified).toHaveLength(3);
  expect((await notified()).at(-1)).toEqual({ title: 'Daisies', body: 'ann: A loud daisy' });
});

test('what was not seen is counted by the tray and the badge', async ({ desktop, serve }) => {
  const bob = await desktop();
  test.skip(bob.desktop.engine.kind === 'electron', 'a real tray does not tell what it says');
  const { roses, say } = await meet(await serve(), bob);
  const told = () =>
    bob.desktop.app.evaluate((electron) => {
      const [tray] = Reflect.get(electron, '__double').trays as Set<{ toolTip: string }>;
      return { tray: tray?.toolTip, badge: electron.app.getBadgeCount() };
    });
  await look(bob, 'elsewhere');
  for (const content of ['A rose', 'Another rose']) say(roses, content);
  await expect.poll(told).toEqual({ tray: 'Gemini Coop – 2 unread messages', badge: 2 });
  await look(bob, 'app');
  await expect.poll(told).toEqual({ tray: 'Gemini Coop', badge: 0 });
});
