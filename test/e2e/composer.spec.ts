import { text } from '../../renderer/texts/text.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

for (const { looks, options } of views) {
  test(`axe finds nothing in what helps with typing, ${looks}`, async ({ person, group }) => {
    const ann = await person('ann', options);
    const bob = await person('bob');
    const chat = await group('Algorithms', ann, bob);
    await ann.open(chat);
    await ann.button(text('emoji.button')).click();
    await expect(ann.page.getByRole('grid', { name: text('emoji.grid') })).toBeVisible();
    await look(ann, 'emoji', looks);
    await ann.page.getByRole('searchbox', { name: text('emoji.search') }).fill('cat');
    await expect(ann.page.getByRole('gridcell').first()).toHaveAccessibleName('cat');
    await ann.button(text('emoji.tone')).click();
    await look(ann, 'emoji-found', looks);
  });
}
