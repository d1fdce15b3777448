import { text } from '../../renderer/texts/text.ts';
import { reply } from '../support/gemini-replies.ts';
import { expect, test } from './stage.ts';

const beacon = 'http://tracker.invalid/pixel.png';

const attacks = [
  '<script>window.hacked = "script"</script>',
  `<img src=x onerror="window.hacked = 'img'">`,
  `<svg onload="window.hacked = 'svg'"><iframe srcdoc="<script>parent.hacked = 'iframe'</script>"></iframe>`,
  '[click me](javascript:window.hacked="link") and [me](data:text/html,<script>1</script>) and [me too](vbscript:x)',
  `![a picture](${beacon}) and <img src="${beacon}"> and [ref][r]\n\n[r]: ${beacon}`,
  '<style>* { display: none }</style><link rel=stylesheet href="http://tracker.invalid/a.css"><base href="http://tracker.invalid/">',
  `<a href="javascript:alert(1)" onclick="window.hacked = 'a'">anchor</a><form action="http://tracker.invalid/"><input name=x></form>`,
  '$\\href{javascript:window.hacked="math"}{x}$ and $\\includegraphics{http://tracker.invalid/x.png}$ and $\\htmlStyle{position:fixed}{x}$',
  '```html\n<script>window.hacked = "code"</script>\n```',
];

test('[PAGES3] messages, answers and names that carry code are text, and load nothing from elsewhere', async ({
  person,
  gemini,
}) => {
  const mallory = await person(`<img/src=x/onerror=hacked=1>`);
  const ann = await person('ann');
  const { body: chat } = await mallory.account.call('POST', '/api/chats', {
    name: '<script>window.hacked = "name"</script>',
    is_group: true,
    participant_usernames: ['ann'],
  });
  await ann.open(chat.id);
  await mallory.open(chat.id);
  await expect(ann.page.getByRole('heading', { level: 2 })).toHaveText('<script>window.hacked = "name"</script>');
  for (const [index, attack] of attacks.entries()) await mallory.say(`${attack}\n\nattack number ${index}`);
  gemini.otherwise(reply(`${attacks.join('\n\n')}\n\nthe end of the answer`));
  await mallory.say('/bot attack');
  await expect(ann.replies).toContainText('the end of the answer');
  for (const [index] of attacks.entries()) await expect(ann.message(`attack number ${index}`)).toHaveCount(1);

  await expect(ann.message('attack number 0').getByRole('heading')).toHaveText(mallory.username);
  await expect(ann.message('attack number 0')).toContainText('<script>window.hacked = "script"</script>');
  await expect(
    ann.log.locator('script, iframe, style, link, base, form, img, svg[onload], [onclick], [onerror]'),
  ).toHaveCount(0);
  await expect(ann.log.locator('[href^="javascript:" i], [href^="data:" i], [href^="vbscript:" i]')).toHaveCount(0);
  const picture = ann.message('attack number 4').getByRole('link', { name: /a picture/ });
  await expect(picture).toHaveText(text('image.chip.alt', { alt: 'a picture', host: 'tracker.invalid' }));
  await expect(picture).toHaveAttribute('rel', /noopener/);
  expect(await ann.page.evaluate(() => (window as { hacked?: unknown }).hacked)).toBeUndefined();
  // That nothing was asked of `tracker.invalid` is checked for every page of every test.
});

test('a name that is written from right to left turns nothing but itself', async ({ person, group }) => {
  const bidi = 'evil\u202egnp.exe';
  const ann = await person('ann');
  const noa = await person('נועה');
  const chat = await group(bidi, ann, noa);
  await ann.open(chat);
  await noa.open(chat);
  await noa.composer.pressSequentially('ש');
  await expect(ann.page.getByText(text('typing.one', { name: 'נועה' }))).toBeVisible();
  await expect(ann.page.getByRole('status').locator('bdi', { hasText: 'נועה' })).toHaveCount(1);
  await noa.say('שלום \u202e olleh');
  const header = ann.message('שלום').getByRole('banner').or(ann.message('שלום').locator('header'));
  // The time stands behind the name, in whichever direction the name runs.
  const name = await header.locator('bdi').boundingBox();
  const time = await header.locator('time').boundingBox();
  expect(time!.x).toBeGreaterThanOrEqual(name!.x + name!.width);
  // What turns the letters behind it is no part of a chat's name.
  await expect(ann.page.getByRole('heading', { level: 2 }).locator('bdi')).toHaveText('evilgnp.exe');
});

test('words without an end do not widen the page, on the narrowest phone', async ({ person, group, gemini }) => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  const endless = 'W'.repeat(40);
  const ann = await person(endless, phone);
  const chat = await group('N'.repeat(100), ann);
  await ann.open(chat);
  const wide = [
    'w'.repeat(3000),
    `https://example.org/${'path/'.repeat(200)}`,
    `\`${'code'.repeat(200)}\``,
    `\`\`\`\n${'block '.repeat(200)}\n\`\`\``,
    `| ${'column | '.repeat(20)}\n|${'---|'.repeat(20)}\n| ${'cell | '.repeat(20)}`,
    `$$${'x + '.repeat(100)}y$$`,
    `> ${'q'.repeat(500)}\n\n- ${'l'.repeat(500)}\n\n# ${'h'.repeat(500)}`,
  ];
  for (const message of wide) {
    await ann.composer.fill(`${message}\n\nsent`);
    await ann.button(text('composer.send')).tap();
  }
  await expect(ann.log.getByText(text('message.sending'))).toHaveCount(0);
  gemini.otherwise(reply(`${wide.join('\n\n')}\n\ndone`, { size: 500 }));
  await ann.composer.fill('/bot wide');
  await ann.button(text('composer.send')).tap();
  await expect(ann.replies).toContainText('done');

  for (const part of [ann.page.locator('html'), ann.log]) {
    const widths = await part.evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
    expect(widths.scrollWidth).toBe(widths.clientWidth);
  }
  await expect(ann.log.locator('math').first()).toBeAttached();
  for (const article of await ann.log.getByRole('article').all()) {
    const box = await article.boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(360);
  }
  await ann.page.getByRole('button', { name: text('common.back') }).tap();
  await expect(ann.chats.getByRole('link')).toBeVisible();
  expect(await ann.page.locator('html').evaluate((html) => html.scrollWidth)).toBe(360);
});
