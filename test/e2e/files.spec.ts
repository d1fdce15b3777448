import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { text } from '../../renderer/texts/text.ts';
import { makePng } from '../support/images.ts';
import type { Person } from '../support/visitor.ts';
import { look, views } from './look.ts';
import { expect, test } from './stage.ts';

const png = (name: string, width: number, height: number, options = {}) => ({
  name,
  mimeType: 'image/png',
  buffer: makePng(width, height, options),
});
const plain = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const pdf = { name: 'Report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };

type Choice = { name: string; mimeType: string; buffer: Buffer };

const tray = ({ page }: Person) => page.getByRole('list', { name: text('tray.label') });
const ready = ({ page }: Person) => page.getByText(text('tray.announce.ready'));

async function choose({ page }: Person, ...files: Choice[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: text('attach.button') }).click(),
  ]);
  const folder = test.info().outputPath(`chosen-${randomUUID()}`);
  await mkdir(folder);
  const paths = files.map(({ name }) => path.join(folder, name));
  await Promise.all(files.map(async ({ buffer }, index) => writeFile(paths[index]!, buffer)));
  await chooser.setFiles(paths);
}

/** What a program puts on the clipboard, or drags over the page. */
async function transferTo(target: Locator, files: Choice[], kinds: readonly string[], says = ''): Promise<void> {
  await target.evaluate(
    (element, { given, events, words }) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      if (words !== '') data.setData('text/plain', words);
      for (const kind of events) {
        const how = { bubbles: true, cancelable: true };
        const event =
          kind === 'paste'
            ? new ClipboardEvent(kind, { ...how, clipboardData: data })
            : new DragEvent(kind, { ...how, dataTransfer: data });
        element.dispatchEvent(event);
      }
    },
    {
      given: files.map(({ name, mimeType: type, buffer }) => ({ name, type, base64: buffer.toString('base64') })),
      events: kinds,
      words: says,
    },
  );
}

/** The line to the server is slow from now on; answers what ends that. */
async function slowLine({ page, context }: Person): Promise<() => Promise<void>> {
  const session = await context.newCDPSession(page);
  const set = async (uploadThroughput: number): Promise<void> => {
    const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
    await session.send('Network.emulateNetworkConditions', conditions);
  };
  await session.send('Network.enable');
  await set(400_000);
  return async () => set(-1);
}

test('[ATTACH2] [ATTACH7] [ATTACH8] what is chosen, pasted and dropped is sent, and is there for the other', async ({
  person,
  group,
}) => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const chat = await group('Pictures', ann, bob);
  await ann.open(chat);
  await bob.open(chat);

  await choose(ann, png('Alps.png', 2400, 1600), plain('notes.txt', 'first line\nsecond line'), pdf);
  await expect(tray(ann).getByRole('listitem')).toHaveCount(3);
  await expect(ready(ann)).toBeAttached();
  await expect(tray(ann).getByRole('listitem').first()).toContainText(text('tray.smaller'));
  await ann.composer.fill('Look at these');
  await ann.composer.press('Enter');
  await expect(tray(ann)).toHaveCount(0);

  const message = bob.message('Look at these');
  const image = message.getByRole('img', { name: 'Alps.webp from ann' });
  await expect(image).toBeVisible();
  // Three to two, as it was chosen; its place was there before it came.
  await expect
    .poll(async () => image.evaluate((one: HTMLImageElement) => [one.naturalWidth, one.naturalHeight]))
    .toEqual([2048, 1365]);
  const box = await message.locator('[data-image]').boundingBox();
  expect([Math.round(box!.width), Math.round(box!.height)]).toEqual([400, 267]);
  await message.getByRole('button', { name: text('file.preview', { name: 'notes.txt' }) }).click();
  await expect(message.getByText('second line')).toBeVisible();
  const [saved] = await Promise.all([
    bob.page.waitForEvent('download'),
    message.getByRole('button', { name: text('file.download', { name: 'Report.pdf' }) }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('Report.pdf');

  await transferTo(ann.composer, [png('image.png', 40, 30)], ['paste']);
  await expect(tray(ann).getByRole('listitem')).toHaveCount(1);
  await transferTo(ann.log, [png('dropped.png', 30, 40, { hole: true })], ['dragenter', 'dragover']);
  await expect(ann.page.getByText(text('attach.drop'))).toBeVisible();
  await transferTo(ann.log, [png('dropped.png', 30, 40, { hole: true })], ['drop']);
  await expect(ann.page.getByText(text('attach.drop'))).toHaveCount(0);
  await expect(tray(ann).getByRole('listitem')).toHaveCount(2);
  // A table program copies a picture of the cells beside their text: that is pasted as text.
  await transferTo(ann.composer, [png('cells.png', 10, 10)], ['paste'], 'a\tb');
  await expect(tray(ann).getByRole('listitem')).toHaveCount(2);
  await ann.composer.press('Enter');
  await expect(bob.log.locator('[data-image] img')).toHaveCount(3);
  await expect(ann.log.getByText(text('message.sending'))).toHaveCount(0);
  await expect(ann.log.locator('[data-image] img')).toHaveCount(3);

  // By keyboard through the images, and back to where it began.
  const thumb = message.getByRole('button', { name: text('image.open', { name: 'Alps.webp', person: 'ann' }) });
  await thumb.focus();
  await bob.page.keyboard.press('Enter');
  const dialog = bob.page.getByRole('dialog', { name: text('lightbox.title', { index: 1, count: 3 }) });
  const large = dialog.getByRole('img', { name: 'Alps.webp from ann' });
  await expect(large).toBeVisible();
  const fitted = (await large.boundingBox())!.width;
  await bob.page.keyboard.press('+');
  await expect.poll(async () => (await large.boundingBox())!.width).toBeGreaterThan(fitted * 1.4);
  await bob.page.keyboard.press('-');
  await expect.poll(async () => Math.round((await large.boundingBox())!.width)).toBe(Math.round(fitted));
  await bob.page.keyboard.press('ArrowRight');
  await expect(
    bob.page.getByRole('dialog', { name: text('lightbox.title', { index: 2, count: 3 }) }).getByRole('img'),
  ).toHaveAccessibleName('image.png from ann');
  await bob.page.keyboard.press('ArrowLeft');
  await expect(large).toBeVisible();
  await bob.page.keyboard.press('Escape');
  await expect(bob.page.getByRole('dialog')).toHaveCount(0);
  await expect(thumb).toBeFocused();

  // Whoever is in the chat no more gets nothing of it any more.
  const { body: messages } = await ann.account.call('GET', `/api/chats/${chat}/messages`);
  const file = `/api/chats/${chat}/files/${messages[0].files[0].id}`;
  expect((await fetchAs(bob, file)).status()).toBe(200);
  await ann.account.call('DELETE', `/api/chats/${chat}/participants/${bob.account.id}`);
  expect((await fetchAs(bob, file)).status()).toBe(403);
  await expect(bob.log).toHaveCount(0);
});

const fetchAs = async ({ page, account }: Person, place: string) =>
  page.request.get(place, { headers: { authorization: `Bearer ${account.token}` } });

test('[ATTACH1] [ATTACH2] [ATTACH4] [ATTACH5] an upload shows how far it is, and can be cancelled, waited for and lost', async ({
  person,
  group,
}) => {
  const ann = await person('ann');
  const chat = await group('Slow line', ann);
  await ann.open(chat);
  await ann.composer.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(27_000_000)], 'disk.iso'));
    clipboardData.items.add(new File([], 'nothing.txt'));
    field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
  });
  await expect(ann.page.getByText(/“disk\.iso” is larger than 26 MB/)).toBeVisible();
  await expect(ann.page.getByText(text('attach.refused.empty', { name: 'nothing.txt' }))).toBeVisible();
  await expect(tray(ann)).toHaveCount(0);

  const endSlow = await slowLine(ann);
  const large = { name: 'large.bin', mimeType: '', buffer: Buffer.alloc(3_000_000, 7) };
  await choose(ann, large);
  const progress = ann.page.getByRole('progressbar', { name: text('tray.progress', { name: 'large.bin' }) });
  const part = async () => Number(await progress.getAttribute('aria-valuenow'));
  await expect.poll(part).toBeGreaterThan(0);
  expect(await part()).toBeLessThan(100);
  await ann.button(text('tray.cancel', { name: 'large.bin' })).click();
  await expect(tray(ann)).toHaveCount(0);

  await choose(ann, large);
  await expect.poll(part).toBeGreaterThan(0);
  await ann.composer.fill('It comes');
  await ann.composer.press('Enter');
  await ann.say('This goes first');
  await expect(ann.message('This goes first')).not.toContainText(text('message.sending'));
  await expect(ann.message('It comes')).toContainText(text('upload.sending'));
  await endSlow();
  await expect(ann.message('It comes').getByRole('button', { name: /^Download/ })).toBeVisible();
  await expect(ann.message('It comes')).not.toContainText(text('upload.sending'));

  await slowLine(ann);
  await choose(ann, plain('small.txt', 'here'), large);
  await ann.composer.fill('Half of it');
  await expect(tray(ann).getByRole('listitem').first()).toContainText('4 B');
  await ann.page.reload();
  await expect(ann.composer).toHaveValue('Half of it');
  await expect(tray(ann).getByRole('listitem')).toHaveText([/small\.txt.*4 B/, /large\.bin.*Choose it again/]);
  await expect(ann.button(text('composer.send'))).toHaveAttribute('aria-disabled', 'true');
  await ann.button(text('tray.remove', { name: 'large.bin' })).click();
  await ann.composer.press('Enter');
  await expect(ann.message('Half of it')).toContainText('small.txt');
});

for (const { looks, options } of views) {
  test(`axe finds nothing where files are attached and shown, ${looks}`, async ({ person, group }) => {
    const ann = await person('ann', options);
    const bob = await person('bob');
    const chat = await group('Pictures', ann, bob);
    await bob.open(chat);
    await ann.open(chat);
    await choose(bob, png('Alps.png', 1200, 700), png('Sea.png', 500, 900, { seed: 3 }), png('Hut.png', 800, 800));
    await bob.composer.fill('From the weekend');
    await bob.composer.press('Enter');
    await choose(bob, plain('A very long name of a file that has to be cut somewhere in its middle.txt', 'words'), pdf);
    await expect(ready(bob)).toBeAttached();
    await bob.composer.press('Enter');
    await expect(ann.log.getByRole('button', { name: /^Download/ })).toHaveCount(2);
    await choose(bob, png('Lake.png', 1600, 900, { seed: 2 }));
    await expect(ready(bob)).toBeAttached();
    await bob.composer.press('Enter');
    await expect(ann.log.locator('[data-image] img')).toHaveCount(4);
    await slowLine(ann);
    await choose(
      ann,
      png('Village.png', 2400, 1200, { seed: 5 }),
      { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(2_000_000) },
      plain('list.txt', 'eggs'),
    );
    await expect(tray(ann).getByRole('progressbar').first()).toBeVisible();
    await look(ann, 'files', looks);
    await ann.log.getByRole('button', { name: /^Open Lake\.\w+ from bob$/ }).click();
    await expect(ann.page.getByRole('dialog').getByRole('img')).toBeVisible();
    await look(ann, 'lightbox', looks);
  });
}
