import { text } from '../../renderer/texts/text.ts';
import { byHand } from '../support/gemini-replies.ts';
import { expect, test } from './stage.ts';

test('[CHAT6] [TABLE2] [CLIENT33] who is removed in the middle of an answer sees no more of it, and keeps what they were writing', async ({
  person,
  group,
  gemini,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Crew', ann, bob);
  const hand = byHand();
  gemini.script(hand.behaviour);
  await ann.open(chat);
  await bob.open(chat);
  await bob.say('/bot Tell us a story');
  hand.send('Once upon a time ');
  for (const { replies } of [ann, bob]) await expect(replies).toContainText('Once upon a time');
  await bob.composer.fill('Wait, I wanted to say');

  await ann.page.getByRole('button', { name: /Show participants/ }).click();
  await ann.button(text('people.remove', { name: 'bob' })).click();
  await ann.button(text('people.remove.submit')).click();
  await expect(ann.button(text('people.remove', { name: 'bob' }))).toHaveCount(0);
  await ann.page.keyboard.press('Escape');

  const goodbye = bob.page.getByText(text('chat.lost', { chat: 'Crew' })).last();
  await expect(goodbye).toBeVisible();
  hand.send('there was a server.');
  hand.finish();
  await expect(ann.replies).toContainText('Once upon a time there was a server.');
  await expect(bob.page.getByText('Once upon a time')).toHaveCount(0);
  await expect(bob.chats.getByRole('link', { name: 'Crew' })).toHaveCount(0);
  await expect(bob.page.getByLabel(text('chat.unsent'))).toHaveValue('Wait, I wanted to say');

  await test.step('invited again, they go on where they were', async () => {
    await ann.account.call('POST', `/api/chats/${chat}/invite`, { username: 'bob' });
    await expect(bob.replies).toContainText('Once upon a time there was a server.');
    await expect(bob.composer).toHaveValue('Wait, I wanted to say');
    await bob.composer.press('Enter');
    await expect(ann.message('Wait, I wanted to say')).toBeVisible();
  });
});
