import { text } from '../../renderer/texts/text.ts';
import { byHand, reply } from '../support/gemini-replies.ts';
import { expect, test } from './stage.ts';

test('[TURN4] who comes in the middle of an answer sees it from its first letter', async ({
  person,
  group,
  gemini,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Late', ann, bob);
  const hand = byHand();
  gemini.script(hand.behaviour);
  await ann.open(chat);
  await ann.say('/bot Count slowly');
  hand.send('one two ');
  hand.send('three ');
  await expect(ann.replies).toContainText('one two three');

  await bob.open(chat);
  await expect(bob.replies).toContainText('one two three');
  hand.send('four ');
  await expect(bob.replies).toContainText('one two three four');

  await test.step('a reload in the middle loses nothing', async () => {
    await ann.page.reload();
    await expect(ann.replies).toContainText('one two three four');
    hand.send('five');
    for (const { replies } of [ann, bob]) await expect(replies.getByText('one two three four five')).toBeVisible();
  });

  await test.step('switching to another chat and back loses nothing', async () => {
    const other = await group('Other', ann);
    await ann.chats.getByRole('link', { name: 'Other' }).click();
    await expect(ann.page).toHaveURL(`/chats/${other}`);
    hand.send(' six');
    await expect(bob.replies).toContainText('five six');
    await ann.chats.getByRole('link', { name: 'Late' }).click();
    await expect(ann.replies).toContainText('one two three four five six');
  });

  hand.finish();
  for (const { replies, button } of [ann, bob]) {
    await expect(button(text('reply.stop.label'))).toHaveCount(0);
    await expect(replies.getByText('one two three four five six', { exact: true })).toBeVisible();
  }
});

test('[RUN5] a server that is killed in the middle of an answer comes back with the text it had', async ({
  person,
  group,
  gemini,
  server,
  expectOutage,
}) => {
  const ann = await person('ann');
  const chat = await group('Crash', ann);
  const hand = byHand();
  gemini.script(hand.behaviour);
  await ann.open(chat);
  await ann.say('/bot Tell me a long story');
  hand.send('Once upon a time');
  await expect(ann.replies).toContainText('Once upon a time');
  hand.send(' there was a server.');
  // What is on disk is at most a second old: only after that does a kill show anything.
  await expect
    .poll(async () => {
      const { body } = await ann.account.call('GET', `/api/chats/${chat}/messages`);
      return body.at(-1).content as string;
    })
    .toBe('Once upon a time there was a server.');

  expectOutage();
  await server.stop('SIGKILL');
  await expect(ann.page.getByText(/^Connection lost/).first()).toBeAttached();
  await expect(ann.replies).toContainText('Once upon a time there was a server.');
  await ann.composer.fill('Are you back?');
  await server.start();

  await ann.expectConnected();
  await expect(ann.replies).toContainText(text('reply.interrupted'));
  await expect(ann.replies).toContainText('Once upon a time there was a server.');
  await expect(ann.button(text('reply.stop.label'))).toHaveCount(0);
  await ann.composer.press('Enter');
  await expect(ann.message('Are you back?')).not.toContainText(text('message.sending'));

  gemini.script(reply('Once more.'));
  await ann.button(text('reply.again.label')).click();
  await expect(ann.replies.last()).toContainText('Once more.');
});
