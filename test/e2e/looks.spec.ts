import { text } from '../../renderer/texts/text.ts';
import { fail, reply } from '../support/gemini-replies.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

const answer = `Use a **binary search**: it halves what is left with every step.

\`\`\`ts
function find(sorted: number[], wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1; // rounds down
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
\`\`\`

| length | steps |
|-------:|------:|
| 1,000 | 10 |
| 1,000,000 | 20 |

It takes $\\lceil \\log_2 n \\rceil$ steps. [More about it](https://example.org/search)

> Sorting comes first, though.

1. sort
2. search
`;

for (const { looks, options } of views) {
  test(`axe finds nothing before and right after signing in, ${looks}`, async ({ visitor, person }) => {
    const guest = await visitor(options);
    await guest.page.goto('/');
    await guest.wayIn('signIn');
    await look(guest, 'sign-in', looks);
    await guest.wayIn('register');
    await guest.button(text('register.submit')).click();
    await expect(guest.page.getByLabel(text('field.username'))).toHaveAccessibleDescription(/./);
    await look(guest, 'register', looks);
    const ann = await person('ann', options);
    await ann.page.goto('/');
    await expect(ann.page.getByText(text('sidebar.empty.title'))).toBeVisible();
    await look(ann, 'no-chats', looks);
    await ann.page.goto('/chats/999');
    await expect(ann.page.getByText(text('chat.missing.title'))).toBeVisible();
    await look(ann, 'no-such-chat', looks);
  });

  test(`axe finds nothing in a chat and its windows, ${looks}`, async ({ person, group, gemini, server }) => {
    server.expects(/a bot turn failed/);
    const ann = await person('ann', options);
    const bob = await person('bob');
    await group('Empty', ann);
    const chat = await group('Algorithms', ann, bob);
    await bob.open(chat);
    await ann.open(chat);
    await look(ann, 'empty-chat', looks);
    await bob.say('Who knows how to look something up **quickly** in a long list?');
    await bob.say('It has a million entries.');
    await ann.composer.fill('Let us ask.');
    await ann.button(text('composer.send')).click();
    gemini.script(reply(answer, { size: 100 }), fail.promptBlocked('SAFETY'));
    await bob.say('/bot How do I search a sorted list?');
    await expect(ann.replies).toContainText('Sorting comes first');
    await bob.say('/bot Something bad');
    await expect(ann.button(text('reply.again.label'))).toBeVisible();
    await expect(ann.log.locator('math')).toHaveCount(1);
    await look(ann, 'chat', looks);
    await ann.replies.first().scrollIntoViewIfNeeded();
    await look(ann, 'answer', looks);

    await ann.page.getByRole('button', { name: /here now/ }).click();
    await expect(ann.page.getByRole('listitem').filter({ hasText: 'bob' })).toBeVisible();
    await look(ann, 'people', looks);
    await ann.page.keyboard.press('Escape');
    await ann.button(text('invite.action')).click();
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await look(ann, 'invite', looks);
    await ann.page.keyboard.press('Escape');
    await ann.page.keyboard.press('Control+k');
    await expect(ann.page.getByRole('option')).toHaveCount(2);
    await look(ann, 'switcher', looks);
    await ann.page.keyboard.press('Escape');
    await ann.page.goto('/');
    await ann.chats.getByRole('link', { name: 'Empty' }).waitFor();
    await look(ann, 'chat-list', looks);
    await ann.button(text('sidebar.new')).first().click();
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await ann.page.getByRole('radio', { name: text('create.group') }).click();
    await ann.button(text('create.submit')).click();
    await expect(ann.page.getByLabel(text('create.name'), { exact: true })).toHaveAccessibleDescription(
      text('create.missing.name'),
    );
    await look(ann, 'new-group', looks);
  });
}
