import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from '../../../renderer/texts/text.ts';
import { outage } from '../../support/complaints.ts';
import { typeAddress } from './joining.ts';
import { expect, test } from './stage.ts';

/** A server whose every answer is this one, to whoever asks. */
async function startForeign(body: string, headers: Record<string, string> = {}) {
  const server = createServer((_req, res) => res.writeHead(200, headers).end(body));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('an address that leads nowhere, to something else or to another version says exactly that', async ({
  desktop,
}) => {
  const ann = await desktop();
  // A page cannot look at what is not ours without the browser noting it.
  ann.complaints.expects(outage);
  ann.complaints.expects(/CORS policy|ERR_FAILED|ERR_TUNNEL_CONNECTION_FAILED|ERR_SSL_PROTOCOL_ERROR|ERR_EMPTY/);
  ann.complaints.expects(/foreign request: https:/);
  await ann.page.getByRole('button', { name: text('start.join') }).click();
  const problem = ann.page.getByRole('alert');

  await typeAddress(ann, 'what is this');
  await expect(ann.page.getByText(text('join.address.invalid'))).toBeVisible();

  const closed = await startForeign('');
  closed.close();
  await typeAddress(ann, closed.address);
  await expect(problem).toContainText(text('probe.silent.title', { host: closed.address }));
  await expect(problem).toContainText(text('probe.silent.hint.firewall'));

  const foreign = await startForeign('<h1>A printer</h1>');
  await typeAddress(ann, foreign.address);
  await expect(problem).toContainText(text('probe.foreign.title', { host: foreign.address }));
  foreign.close();

  const old = await startForeign(JSON.stringify({ status: 'healthy', version: '0.0.1', protocol: 0 }), {
    'access-control-allow-origin': 'app://bundle',
    'content-type': 'application/json',
  });
  await typeAddress(ann, old.address);
  await expect(problem).toContainText(text('probe.protocol.title', { host: old.address }));
  await expect(problem).toContainText(text('probe.protocol.app', { version: '0.0.1' }));
  old.close();
});
