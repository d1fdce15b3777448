import { text } from '../../renderer/texts/text.ts';
import { expect, test } from './stage.ts';

test('each chat keeps its draft, also over a reload, until it is sent', async ({ person, group }) => {
  const ann = await person('ann');
  await group('Tea', ann);
  const coffee = await group('Coffee', ann);
  await ann.open(coffee);
  await ann.composer.fill('half a thought on coffee');
  await ann.chats.getByRole('link', { name: 'Tea' }).click();
  await expect(ann.composer).toHaveValue('');
  await ann.composer.fill('half a thought on tea');
  await expect(ann.chats.getByRole('img', { name: text('sidebar.draft') })).toHaveCount(1);
  await ann.page.reload();
  await expect(ann.composer).toHaveValue('half a thought on tea');
  await ann.chats.getByRole('link', { name: 'Coffee' }).click();
  await expect(ann.composer).toHaveValue('half a thought on coffee');
  await ann.composer.press('Enter');
  await expect(ann.composer).toHaveValue('');
  await expect(ann.message('half a thought on coffee')).toBeVisible();
  await ann.page.reload();
  await expect(ann.message('half a thought on coffee')).toBeVisible();
  await expect(ann.composer).toHaveValue('');
});

test('[TURN11] an AI chat answers every message, without a command', async ({ person }) => {
  const ann = await person('ann');
  await ann.page.goto('/');
  await ann.chats.getByRole('button', { name: text('sidebar.new') }).click();
  await ann.page.getByRole('radio', { name: text('create.ai') }).click();
  await ann.page.getByLabel(text('create.name.optional')).fill('Ask away');
  await ann.button(text('create.submit')).click();
  await expect(ann.page.getByText(text('timeline.empty.ai'))).toBeVisible();
  await ann.say('What is up?');
  await expect(ann.replies).toContainText('Ask me more.');
  await expect(ann.replies.getByRole('blockquote')).toContainText('What is up?');
});

test('Enter sends, Shift+Enter starts a line, and an input method keeps its Enter', async ({ person, group }) => {
  const ann = await person('ann');
  await ann.open(await group('Keys', ann));
  await ann.composer.pressSequentially('first line');
  await ann.composer.press('Shift+Enter');
  await ann.composer.pressSequentially('second line');
  await expect(ann.composer).toHaveValue('first line\nsecond line');
  await ann.composer.press('Enter');
  await expect(ann.message(/first line\s*second line/)).toBeVisible();

  const keys = await ann.context.newCDPSession(ann.page);
  await keys.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await expect(ann.composer).toHaveValue('にほん');
  // What browsers report for an Enter that belongs to the input method.
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await keys.send('Input.insertText', { text: '日本' });
  await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  await expect(ann.composer).toHaveValue('日本');
  await expect(ann.log.getByRole('article')).toHaveCount(1);
  await ann.composer.press('Enter');
  await expect(ann.message('日本')).toBeVisible();
});

test('the whole main job can be done without a mouse', async ({ visitor, server }) => {
  await server.client.person('bob');
  const { page, composer, replies } = await visitor();
  const { keyboard } = page;
  /** Moves on with the Tab key until what has the focus has this name. */
  const tabTo = async (name: string | RegExp) => {
    for (let presses = 0; presses < 30; presses++) {
      await keyboard.press('Tab');
      const label = await page.evaluate(() => {
        const element = document.activeElement;
        const given = element?.getAttribute('aria-label');
        if (given) return given;
        return (element instanceof HTMLInputElement ? element.labels?.[0] : element)?.textContent?.trim() ?? '';
      });
      if (typeof name === 'string' ? label === name : name.test(label)) return;
    }
    throw new Error(`the Tab key does not lead to ${String(name)}`);
  };

  await page.goto('/');
  await tabTo(text('register.link'));
  await keyboard.press('Enter');
  for (const [label, value] of [
    [text('field.username'), 'ann'],
    [text('field.email'), 'ann@example.org'],
    [text('field.password'), 'correct horse'],
  ] as const) {
    await tabTo(label);
    await keyboard.type(value);
  }
  await keyboard.press('Enter');
  await expect(page.getByText(text('sidebar.empty.title'))).toBeVisible();

  await tabTo(text('sidebar.new'));
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: text('create.title') });
  await expect(dialog).toBeVisible();
  await tabTo(new RegExp(`^${text('create.private')}`));
  // A finger rests on a key for longer than a robot's; the choice is made while it does.
  await keyboard.down('ArrowDown');
  await expect(dialog.getByRole('radio', { name: text('create.group') })).toBeChecked();
  await keyboard.up('ArrowDown');
  await tabTo(text('create.name'));
  await keyboard.type('By hand');
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);

  await expect(composer).toBeFocused();
  await keyboard.type('/b');
  await keyboard.press('Tab');
  await expect(composer).toHaveValue('/bot ');
  await keyboard.type('Hello');
  await keyboard.press('Enter');
  await expect(replies).toContainText('Ask me more.');

  await keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: text('switcher.title') })).toBeFocused();
  await keyboard.press('Escape');
  await expect(composer).toBeFocused();
});

test('Ctrl+K finds a chat by a part of its name, Alt and arrows go to the next', async ({ person, group }) => {
  const ann = await person('ann');
  const cafe = await group('Café plans', ann);
  const trip = await group('Trip', ann);
  await ann.page.goto('/');
  await expect(ann.chats.getByRole('link')).toHaveText(['Trip', 'Café plans']);
  await ann.page.keyboard.press('Control+k');
  await ann.page.keyboard.type('cafe');
  await expect(ann.page.getByRole('option')).toHaveText(['Café plans']);
  await ann.page.keyboard.press('Enter');
  await expect(ann.page).toHaveURL(`/chats/${cafe}`);
  await expect(ann.composer).toBeFocused();
  await ann.page.keyboard.press('Alt+ArrowDown');
  await expect(ann.page).toHaveURL(`/chats/${trip}`);
  await ann.page.keyboard.press('Control+k');
  await ann.page.keyboard.type('nothing like it');
  await expect(ann.page.getByText(text('switcher.none', { query: 'nothing like it' }))).toBeVisible();
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByRole('dialog')).toHaveCount(0);
});

test('a menu that is opened while the page still loads stays open as the chats come', async ({ person, group }) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Plans', ann, bob);
  const socket = await bob.account.connect();
  socket.send({ type: 'message', chat_id: chat, content: 'not read yet' });
  await socket.next('activity');
  socket.webSocket.close();
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  await ann.page.route('**/api/chats', async (route) => {
    await isReleased;
    await route.continue();
  });
  await ann.page.goto('/');
  await ann.page.getByRole('button', { name: /^Your account/ }).press('Enter');
  const settings = ann.page.getByRole('menuitem', { name: text('user.settings') });
  await settings.focus();
  release();
  await expect(ann.chats.getByRole('link')).toContainText('Plans');
  await expect(ann.page).toHaveTitle(/^\(1\)/);
  await expect(settings).toBeFocused();
});
