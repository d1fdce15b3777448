import { text } from '../../renderer/texts/text.ts';
import { byHand, chunks, fail, parts, reply } from '../support/gemini-replies.ts';
import { expect, test } from './stage.ts';

test('[TURN7] everybody can stop an answer, and what was said is kept', async ({ person, group, gemini }) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Stop', ann, bob);
  await ann.open(chat);
  await bob.open(chat);
  const hand = byHand();
  gemini.script(hand.behaviour);
  await ann.say('/bot Never stop');
  hand.send('I go on and on');
  await expect(bob.replies).toContainText('I go on and on');
  await bob.button(text('reply.stop.label')).click();
  await hand.aborted;
  for (const { replies, button } of [ann, bob]) {
    await expect(replies).toContainText('Stopped by bob.');
    await expect(replies).toContainText('I go on and on');
    await expect(button(text('reply.stop.label'))).toHaveCount(0);
  }
  await ann.page.reload();
  await expect(ann.replies).toContainText('Stopped by bob.');
  await expect(ann.replies).toContainText('I go on and on');
});

test('[TURN6] [TURN8] questions wait in line where everybody sees them, and can be withdrawn', async ({
  person,
  group,
  gemini,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Line', ann, bob);
  await ann.open(chat);
  await bob.open(chat);
  const first = byHand();
  gemini.when(/first question/, first.behaviour);
  gemini.when(/third question/, reply('The third answer.'));
  await ann.say('/bot first question');
  await first.asked;
  await bob.say('/bot second question');
  await expect(ann.message('second question')).toContainText(text('queue.next', { name: 'bob' }));
  await expect(bob.message('second question')).toContainText(text('queue.you.next'));
  await ann.say('/bot third question');
  await expect(bob.message('third question')).toContainText(text('queue.place', { name: 'ann', place: 2 }));

  await bob
    .message('second question')
    .getByRole('button', { name: text('queue.withdraw.label') })
    .click();
  await expect(bob.message('third question')).toContainText(text('queue.next', { name: 'ann' }));
  for (const { message } of [ann, bob]) {
    await expect(message('second question').getByRole('button', { name: text('queue.withdraw.label') })).toHaveCount(0);
  }
  first.send('The first answer.');
  first.finish();
  await expect(bob.replies.last()).toContainText('The third answer.');
  expect(gemini.requests.map(({ question }) => /(\w+) question$/.exec(question)?.[1])).toEqual(['first', 'third']);
});

test('[TURN9] an answer that fails says why, and the question can be asked again', async ({
  person,
  group,
  gemini,
  server,
}) => {
  server.expects(/a bot turn failed/);
  const ann = await person('ann');
  await ann.open(await group('Fail', ann));
  gemini.script(fail.overloaded(), fail.overloaded(), fail.overloaded());
  await ann.say('/bot Hello?');
  await expect(ann.replies).toContainText('Gemini is overloaded at the moment.', { timeout: 20_000 });

  gemini.script(fail.keyInvalid());
  await ann.say('/bot And now?');
  await expect(ann.replies.last()).toContainText('Google does not accept the Gemini API key of this server.');
  await expect(ann.replies.last()).not.toContainText(gemini.key);

  gemini.script(fail.errorAfter('This much came'));
  await ann.say('/bot And in the middle?');
  await expect(ann.replies.last()).toContainText('This much came');
  await expect(ann.replies.last()).toContainText('Gemini is overloaded at the moment.');

  gemini.script(reply('Here I am.'));
  await ann.replies
    .last()
    .getByRole('button', { name: text('reply.again.label') })
    .click();
  await expect(ann.replies.last()).toContainText('Here I am.');
  expect(gemini.requests.at(-1)!.question).toContain('And in the middle?');
});

test('[TURN10] a refused answer and one that hit the limit say so', async ({ person, group, gemini, server }) => {
  server.expects(/a bot turn/);
  const ann = await person('ann');
  await ann.open(await group('Blocked', ann));
  gemini.script(fail.promptBlocked('PROHIBITED_CONTENT'));
  await ann.say('/bot Something bad');
  const again = ann.replies.getByRole('button', { name: text('reply.again.label') });
  await expect(again).toBeVisible();
  await expect(ann.replies).toContainText(/refused|blocked/i);

  gemini.script(chunks(parts({ text: 'So much to say' }), { parts: [{ text: '' }], finishReason: 'MAX_TOKENS' }));
  await ann.say('/bot Something long');
  await expect(ann.replies.last()).toContainText('So much to say');
  await expect(ann.replies.last()).toContainText(/limit|length|long/i);
});
