import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../../server/protocol/frames.ts';
import { Backend } from './backend.ts';

/** Answers a frame; whoever tests decides how. */
export type Answer = (frame: ClientFrame, reply: (frame: ServerFrame) => void) => void;

/** A real server on the loopback: a backend over HTTP, and sockets that answer as told. */
export async function startServer(backend = new Backend(), port = 0) {
  const http = createServer((req, res) => {
    const { status, body } = backend.answer(req.method ?? '', req.url ?? '', req.headers.authorization ?? null);
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'gemini-coop.v1' });
  const connections: { socket: WebSocket; protocols: string; received: ClientFrame[] }[] = [];
  const state: { answer: Answer } = { answer: () => {} };
  sockets.on('connection', (socket, request) => {
    const received: ClientFrame[] = [];
    connections.push({ socket, protocols: request.headers['sec-websocket-protocol'] ?? '', received });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as ClientFrame;
      received.push(frame);
      state.answer(frame, (reply) => socket.send(JSON.stringify(reply)));
    });
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = http.address() as AddressInfo;
  return {
    backend,
    connections,
    state,
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      for (const { socket } of connections) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
