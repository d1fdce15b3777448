import { text } from '../../renderer/texts/text.ts';
import { byHand } from '../support/gemini-replies.ts';
import type { Visitor } from '../support/visitor.ts';
import { expect, test } from './stage.ts';

async function register({ page, button, wayIn }: Visitor, username: string): Promise<void> {
  await page.goto('/');
  await wayIn('register');
  await page.getByLabel(text('field.username')).fill(username);
  await page.getByLabel(text('field.email')).fill(`${username}@example.org`);
  await page.getByLabel(text('field.password'), { exact: true }).fill('correct horse');
  await button(text('register.submit')).click();
  await expect(page.getByText(text('sidebar.empty.title'))).toBeVisible();
}

const answer = [
  'The area is **πr²**, and here is how to get it.\n\n',
  '```python\nimport math\n\ndef area(r):\n    return math.pi * r ** 2\n```\n\n',
  '| radius | area |\n|---|---|\n| 1 | 3.14 |\n| 2 | 12.57 |\n\n',
  'As a formula: $A = \\pi r^2$. That is all.',
];

/** Everything that was said is there, and looks like what it is. */
async function expectAll({ page, log, replies, message }: Visitor): Promise<void> {
  await expect(log.getByRole('article')).toHaveText([/Hello bob!/, /Hi ann!/, /How large is a circle/, /πr²/]);
  await expect(message('Hello bob!')).toContainText('ann');
  await expect(replies.getByRole('group', { name: text('code.label', { language: 'python' }) })).toHaveText(
    /^import math\n\ndef area\(r\):\n {4}return/,
  );
  await expect(replies.getByRole('cell', { name: '12.57' })).toBeVisible();
  await expect(replies.locator('math')).toHaveCount(1);
  await expect(replies.getByText('$')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Geometry' })).toBeVisible();
}

test('[RUN5] two people register, meet in a group, talk, watch one answer grow, and a restart keeps it all', async ({
  visitor,
  server,
  gemini,
  expectOutage,
}) => {
  const ann = await visitor();
  const bob = await visitor();
  await register(ann, 'ann');
  await register(bob, 'bob');

  await test.step('ann starts a group and invites bob, who sees it at once', async () => {
    await ann.chats.getByRole('button', { name: text('sidebar.new') }).click();
    const dialog = ann.page.getByRole('dialog', { name: text('create.title') });
    await dialog.getByRole('radio', { name: text('create.group') }).click();
    await dialog.getByLabel(text('create.name'), { exact: true }).fill('Geometry');
    await dialog.getByRole('button', { name: text('create.submit') }).click();
    await expect(ann.page.getByRole('heading', { name: 'Geometry' })).toBeVisible();

    await ann.button(text('invite.action')).click();
    await ann.page.getByLabel(text('invite.username')).fill('bob');
    await ann.page
      .getByRole('dialog')
      .getByRole('button', { name: text('invite.submit'), exact: true })
      .click();
    await expect(ann.page.getByText(text('invite.done', { username: 'bob' }))).toBeVisible();
    await bob.chats.getByRole('link', { name: 'Geometry' }).click();
    await expect(ann.button(text('people.button', { count: 2 }))).toBeVisible();
    await expect(bob.button(text('people.button', { count: 2 }))).toBeVisible();
  });

  await test.step('ann sees bob come in, though nobody has said anything yet', async () => {
    await expect(ann.log).toContainText(text('notice.joined', { names: 'bob', count: 1 }));
  });

  await test.step('both talk, and see each other type', async () => {
    await ann.say('Hello bob!');
    await expect(bob.message('Hello bob!')).toContainText('ann');
    await bob.composer.pressSequentially('Hi');
    await expect(ann.page.getByText(text('typing.one', { name: 'bob' }))).toBeVisible();
    await bob.say('Hi ann!');
    await expect(ann.message('Hi ann!')).toContainText('bob');
    await expect(ann.page.getByText(text('typing.one', { name: 'bob' }))).toHaveCount(0);
  });

  await test.step('bob asks the bot, and both watch the same answer grow', async () => {
    const hand = byHand();
    gemini.script(hand.behaviour);
    await bob.say('/bot How large is a circle?');
    for (const { replies } of [ann, bob]) {
      await expect(replies).toContainText(text('reply.askedBy', { name: 'bob' }));
      await expect(replies).toContainText(text('reply.thinking'));
    }
    hand.send(answer[0]!);
    for (const { replies } of [ann, bob]) await expect(replies).toContainText('The area is πr²');
    hand.send(answer[1]!);
    for (const { replies } of [ann, bob]) await expect(replies).toContainText('return math.pi * r ** 2');
    for (const piece of answer.slice(2)) hand.send(piece);
    for (const { replies } of [ann, bob]) await expect(replies).toContainText('That is all.');
    for (const { button } of [ann, bob]) await expect(button(text('reply.stop.label'))).toBeVisible();
    hand.finish();
    for (const { button } of [ann, bob]) await expect(button(text('reply.stop.label'))).toHaveCount(0);
  });

  await test.step('code, table and formula are shown as such, and the code can be copied', async () => {
    await expectAll(ann);
    await expectAll(bob);
    await ann.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ann.button(text('code.copy')).click();
    await expect(ann.button(text('code.copied'))).toBeVisible();
    const copied = await ann.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe('import math\n\ndef area(r):\n    return math.pi * r ** 2');
  });

  await test.step('the participants are listed, with who is here', async () => {
    await ann.button(text('people.button', { count: 2 })).click();
    const people = ann.page.getByRole('dialog', { name: text('people.title') }).getByRole('listitem');
    await expect(people).toHaveText([/ann · you, owner.*here now/, /bob.*here now/]);
    await ann.page.keyboard.press('Escape');
  });

  await test.step('after a restart everything is still there', async () => {
    expectOutage();
    expect(await server.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    await expect(ann.page.getByText(/^Connection lost/).first()).toBeAttached();
    await server.start();
    await ann.expectConnected();
    await bob.expectConnected();
    await ann.page.reload();
    await expectAll(ann);
    await expectAll(bob);
    await bob.say('Still here?');
    await expect(ann.message('Still here?')).toBeVisible();
  });
});
