// What fan-out is compared with: every message goes to every connection with a plain `send`, and nothing is kept. What
// a connection with the token `echo` sends goes back to itself only.
import process from 'node:process';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () => {
  process.stdout.write(
    `ready at http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}\n`,
  );
});
server.on('connection', (webSocket, { url }) => {
  webSocket.on('message', (data) => {
    for (const client of url?.endsWith('=echo') ? [webSocket] : server.clients) client.send(data, { binary: false });
  });
});
process.on('SIGTERM', () => process.exit());
