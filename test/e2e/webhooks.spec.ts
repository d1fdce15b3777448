import { text } from '../../renderer/texts/text.ts';
import { startReceiver } from '../support/receiver.ts';
import { startServed } from '../support/served.ts';
import { look } from './look.ts';
import { expect, test as base } from './stage.ts';

/** A server whose webhooks may go to this computer. */
const test = base.extend({
  server: async ({ gemini }, use) => {
    const server = await startServed({ GEMINI_API_KEY: gemini.key, GEMINI_BASE_URL: gemini.url, WEBHOOKS: 'any' });
    await use(server);
    await server.close();
    expect(server.complaints(), 'what the server logged').toEqual([]);
  },
});

test('[HOOKOUT1] [HOOKOUT4] [HOOKIN1] Ann tells a program what is said, and lets another one speak', async ({
  person,
  group,
}) => {
  const receiver = await startReceiver();
  const [ann, bob] = [await person('ann'), await person('bob')];
  const crew = await group('Crew', ann, bob);
  await ann.open(crew);
  await bob.open(crew);
  const openDetails = () => ann.page.getByRole('heading', { name: 'Crew' }).getByRole('button').press('Enter');

  await test.step('an outgoing one is made, tried, and hears what Bob says', async () => {
    await openDetails();
    await expect(ann.page.getByText(text('webhooks.none'))).toBeVisible();
    await ann.button(text('webhooks.new')).press('Enter');
    await ann.button(text('webhooks.create')).press('Enter');
    await expect(ann.page.getByText(text('webhooks.name.missing'))).toBeVisible();
    await ann.page.getByLabel(text('webhooks.name'), { exact: true }).last().fill('Archive');
    await ann.page.getByLabel(text('webhooks.url'), { exact: true }).fill(receiver.url);
    await ann.page.keyboard.press('Enter');
    await expect(ann.page.getByLabel(text('webhooks.secret'), { exact: true })).toHaveValue(/^whsec_/);
    await ann.button(text('webhooks.secret.done')).press('Enter');
    await ann.button(text('webhooks.test')).press('Enter');
    await receiver.next(({ json }) => json.event === 'ping');
    await bob.composer.fill('Anybody there?');
    await bob.composer.press('Enter');
    expect((await receiver.next(({ json }) => json.event === 'message')).json.data.content).toBe('Anybody there?');
    await ann.button(text('webhooks.log')).press('Enter');
    await expect(ann.page.getByText(text('delivery.status.delivered')).first()).toBeVisible();
    await look(ann, 'webhooks', 'wide-light');
  });

  await test.step('an incoming one posts, and both see it', async () => {
    await ann.button(text('webhooks.new')).press('Enter');
    await ann.page.getByRole('radio', { name: text('webhooks.kind.incoming') }).check();
    await ann.page.getByLabel(text('webhooks.name'), { exact: true }).last().fill('Build robot');
    await ann.page.keyboard.press('Enter');
    const address = await ann.page.getByLabel(text('webhooks.address'), { exact: true }).inputValue();
    await ann.page.keyboard.press('Escape');
    const answer = await fetch(address, {
      method: 'POST',
      body: 'Build 7 is done',
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer.status).toBe(200);
    for (const { page } of [ann, bob]) {
      await expect(page.getByRole('log').getByText('Build 7 is done')).toBeVisible();
      await expect(page.getByRole('log').getByText(text('integration.badge'), { exact: true })).toBeVisible();
      await expect(page.getByRole('link', { name: /Build robot/ }).getByText(text('integration.badge'))).toBeVisible();
    }
  });
  await receiver.close();
});
