import { text } from '../../../renderer/texts/text.ts';
import { PROTOCOL } from '../../../server/protocol/limits.ts';
import { freePort } from '../../support/free-port.ts';
import { saysHealth, startSilence, startStranger, type Stranger } from '../../support/strangers.ts';
import { addressField, railButton, typeAddress } from './joining.ts';
import { expect, test, type DesktopVisitor } from './stage.ts';

/** What a browser writes to its console, whatever a page does about it, where it gets no answer or may not read it. */
const unanswered = /CORS policy|net::ERR_|Failed to load resource|foreign request: https:/;

/** Opens the page for joining. */
async function toJoin({ page, complaints }: DesktopVisitor): Promise<void> {
  complaints.expects(unanswered);
  await page.getByRole('button', { name: text('start.join') }).click();
}

const problem = ({ page }: DesktopVisitor) => page.getByRole('alert').filter({ has: page.getByRole('heading') });

/** Tries an address, and reads what is said to it; what was typed is still there then. */
async function expectProblem(visitor: DesktopVisitor, typed: string, ...sentences: string[]): Promise<void> {
  await typeAddress(visitor, typed);
  for (const sentence of sentences) await expect(problem(visitor)).toContainText(sentence);
  await expect(addressField(visitor)).toHaveValue(typed);
}

const otherVersion = (protocol: number) => saysHealth({ status: 'healthy', version: '7.8.9', protocol });

test('what is no address, where nobody answers, and what is not ours are told apart', async ({ desktop }) => {
  const visitor = await desktop();
  await toJoin(visitor);

  for (const nonsense of ['what is this', 'mailto:ann@example.org', 'ftp://127.0.0.1', 'http://']) {
    await typeAddress(visitor, nonsense);
    await expect(visitor.page.getByText(text('join.address.invalid'))).toBeVisible();
    await expect(addressField(visitor)).toHaveValue(nonsense);
  }

  const closed = `127.0.0.1:${await freePort()}`;
  await expectProblem(
    visitor,
    closed,
    text('probe.silent.title', { host: closed }),
    text('probe.silent.hint.network'),
    text('probe.silent.hint.firewall'),
  );

  const strangers: [Stranger, (host: string) => string[]][] = [
    [
      await startStranger((_req, res) => void res.end('<h1>A printer</h1>')),
      (host) => [text('probe.foreign.title', { host }), text('probe.foreign.text')],
    ],
    [await startStranger(saysHealth({ status: 'ok' })), (host) => [text('probe.foreign.title', { host })]],
    [
      await startStranger(otherVersion(PROTOCOL + 1)),
      (host) => [text('probe.protocol.title', { host }), text('probe.protocol.server', { version: '7.8.9' })],
    ],
    [
      await startStranger(otherVersion(PROTOCOL - 1)),
      (host) => [text('probe.protocol.title', { host }), text('probe.protocol.app', { version: '7.8.9' })],
    ],
    [
      await startStranger(saysHealth({ detail: 'This name is not served.', code: 'host_not_allowed' })),
      (host) => [text('probe.refused.title', { host }), 'This name is not served.'],
    ],
  ];
  for (const [{ address, close }, sentences] of strangers) {
    await expectProblem(visitor, address, ...sentences(address));
    close();
  }
});

test('where a network swallows everything, waiting has an end', async ({ desktop }) => {
  const visitor = await desktop();
  await toJoin(visitor);
  const { address, close } = await startSilence();
  await expectProblem(visitor, address, text('probe.silent.title', { host: address }));
  close();
});

test('of a server without TLS that is asked for with it, the way without is offered', async ({ desktop, serve }) => {
  const visitor = await desktop();
  await toJoin(visitor);
  const { url } = await serve({ SERVER_NAME: 'Garden' });
  const { host } = new URL(url);
  await expectProblem(
    visitor,
    `https://${host}`,
    text('probe.elsewhere.title', { host }),
    text('probe.elsewhere.text', { name: 'Garden', url }),
    text('probe.elsewhere.insecure'),
  );
  await visitor.button(text('probe.elsewhere.submit')).click();
  await expect(railButton(visitor, 'Garden')).toHaveAttribute('aria-current', 'true');
});
