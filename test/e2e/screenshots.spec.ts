import path from 'node:path';
import { text } from '../../renderer/texts/text.ts';
import { byHand, reply } from '../support/gemini-replies.ts';
import type { Person } from '../support/visitor.ts';
import { expect, test } from './stage.ts';

// Not a check but the pictures of the README, taken where somebody asks for new ones.
test.skip(process.env.README_SCREENSHOTS !== '1', 'README_SCREENSHOTS=1 takes new pictures for the README');

const pictures = path.resolve(import.meta.dirname, '../../.github/screenshots');

const answer = `Three days, mostly by train, and nobody has to drive:

| day | from | to | hours |
|---|---|---|---:|
| Fri | Zürich | Chur | 1:15 |
| Sat | Chur | Tirano | 4:20 |
| Sun | Tirano | Milano | 2:30 |

And this splits the costs fairly, whoever has paid:

\`\`\`python
def share(total: float, people: list[str]) -> dict[str, float]:
    each = round(total / len(people), 2)
    return {name: each for name in people}

share(486, ["maya", "jonas", "tom"])  # 162.0 each
\`\`\`
`;

async function look({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(pictures, name), animations: 'disabled', caret: 'hide' });
}

test('pictures for the README', async ({ person, group, gemini }) => {
  const maya = await person('maya', { colorScheme: 'light', viewport: { width: 1280, height: 800 } });
  const jonas = await person('jonas', {
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const tom = await person('tom');
  await group('Board game night', maya, tom);
  await group('Thesis, chapter 3', jonas, maya);
  await maya.account.call('POST', '/api/chats', { name: null, participant_usernames: ['tom'] });
  await maya.account.call('POST', '/api/chats', { name: 'Ask anything', is_ai_chat: true });
  const chat = await group('Bernina weekend', maya, jonas, tom);
  await maya.open(chat);
  await jonas.open(chat);
  await tom.open(chat);
  await expect(maya.button(text('people.button', { count: 3 }))).toBeVisible();

  await maya.say('So, do we take the **red train** over the pass?');
  await expect(jonas.message('red train')).toBeVisible();
  await jonas.composer.fill('Yes! But somebody has to plan it. And split the tickets…');
  await jonas.button(text('composer.send')).tap();
  await expect(maya.message('split the tickets')).toBeVisible();
  gemini.script(reply(answer, { size: 200 }));
  await maya.say('/bot Plan three days from Zürich to Milano by train, and a way to split 486 francs');
  await expect(jonas.replies).toContainText('162.0 each');
  await expect(jonas.button(text('reply.stop.label'))).toHaveCount(0);
  await tom.composer.pressSequentially('I am');
  await expect(maya.page.getByText(text('typing.one', { name: 'tom' }))).toBeVisible();
  await maya.composer.fill('Perfect, I will book');
  await look(maya, 'chat-light.png');

  await tom.say('I am in. Is it cold up there?');
  await expect(jonas.message('Is it cold')).toBeVisible();
  const hand = byHand();
  gemini.script(hand.behaviour);
  await jonas.composer.fill('/bot What should we pack in May?');
  await jonas.button(text('composer.send')).tap();
  hand.send(
    'At 2,253 m there is still **snow** beside the tracks:\n\n- a warm jacket and a hat\n- sunglasses\n- good shoes for Alp Grüm\n\nDown in Tirano',
  );
  await expect(jonas.replies.last()).toContainText('Down in Tirano');
  await expect(jonas.page.getByText(/is typing/)).toHaveCount(0);
  await look(jonas, 'chat-phone-dark.png');
  hand.finish();
  await expect(jonas.button(text('reply.stop.label'))).toHaveCount(0);
});
