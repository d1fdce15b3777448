import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { text } from '../../renderer/texts/text.ts';
import { Visitor } from '../support/visitor.ts';
import { look, lookOnPhone } from './look.ts';
import { expect, test } from './stage.ts';

const hostile = '<script>document.title = "owned"</script><img src=x onerror="document.title = \'owned\'">';

test('[EXPORT1] [EXPORT3] [EXPORT5] a chat is saved as a page that can be read without the server, by who takes part in it', async ({
  person,
  group,
}, info) => {
  const ann = await person('ann');
  const bob = await person('bob');
  const chatId = await group('Plans / 2026', ann, bob);
  await ann.open(chatId);
  await bob.open(chatId);
  await bob.say(hostile);
  await bob.say('Shall we?');
  await expect(ann.stored('Shall we?')).toBeVisible();
  await ann.say('We **shall**.');
  await expect(bob.stored('We shall.')).toBeVisible();

  const { page } = ann;
  await page.getByRole('button', { name: 'Plans / 2026' }).click();
  await ann.button(text('export.open')).click();
  const path = '**/export?format=*';

  await test.step('a download that breaks is told, and can be tried again', async () => {
    ann.complaints.expects(/ERR_FAILED/);
    await page.route(path, (route) => route.abort());
    await ann.button(text('export.submit')).click();
    await expect(page.getByRole('alert')).toContainText(/could not be exported/);
    await page.unroute(path);
    await look(ann, 'export', 'wide-light');
  });

  const coming = page.waitForEvent('download');
  await ann.button(text('common.retry')).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^Plans - 2026 \d{4}-\d\d-\d\d\.html$/);
  const saved = info.outputPath('chat.html');
  await download.saveAs(saved);

  await test.step('from the disk it is read as what was said, and nothing in it runs', async () => {
    // The file itself is the only thing that is asked for.
    ann.complaints.expects(/^foreign request: file:.*chat\.html$/);
    const paper = new Visitor(await ann.context.newPage(), ann.complaints);
    await paper.page.goto(pathToFileURL(saved).href);
    await expect(paper.page).toHaveTitle('Plans / 2026');
    await expect(paper.page.getByRole('listitem')).toHaveCount(3);
    await expect(paper.page.getByText(hostile)).toBeVisible();
    await expect(paper.page.getByRole('listitem').last()).toContainText(/ann.*We \*\*shall\*\*\./s);
    await look(paper, 'exported-page', 'wide-light');
    await lookOnPhone(paper, 'exported-page');
  });

  await test.step('the other one saves it as JSON', async () => {
    await bob.page.getByRole('button', { name: 'Plans / 2026' }).click();
    await bob.button(text('export.open')).click();
    await bob.page.getByRole('radio', { name: text('export.json') }).check();
    const next = bob.page.waitForEvent('download');
    await bob.button(text('export.submit')).click();
    const whole = JSON.parse(await readFile(await (await next).path(), 'utf8')) as { messages: { content: string }[] };
    expect(whole.messages.map(({ content }) => content)).toEqual([hostile, 'Shall we?', 'We **shall**.']);
  });
});
