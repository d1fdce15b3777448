import * as z from 'zod';
import type { $ZodObject, $ZodType } from 'zod/v4/core';
import { version } from '../../../package.json' with { type: 'json' };
import { closeCodes, BEARER_PREFIX, SUBPROTOCOL } from '../../protocol/limits.ts';
import { clientFrame, serverFrame } from '../../protocol/frames.ts';
import { clientFrameNotes, closeNotes, serverFrameNotes } from './frame-notes.ts';

/** The socket as an AsyncAPI 3.0 document: what the server receives, and what it sends. */
export function asyncApiDocument() {
  const received = messagesOf(clientFrame, clientFrameNotes);
  const sent = messagesOf(serverFrame, serverFrameNotes);
  const messages = { ...prefixed('client.', received), ...prefixed('server.', sent) };
  const codes = Object.entries(closeCodes).map(
    ([name, code]) => `${code}: ${closeNotes[name as keyof typeof closeCodes]}`,
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Gemini Coop',
      version,
      license: { name: 'MIT' },
      description: `One text frame is one JSON object. The token goes into \`Sec-WebSocket-Protocol: ${SUBPROTOCOL}, ${BEARER_PREFIX}<token>\`, or into the query. The server closes the socket with one of: ${codes.join('; ')}.`,
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/ws',
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { ws: { query: { type: 'object', properties: { token: { type: 'string' } } } } },
      },
    },
    operations: {
      receive: operation('receive', 'What a client may send', Object.keys(prefixed('client.', received))),
      send: operation('send', 'What the server sends', Object.keys(prefixed('server.', sent))),
    },
    components: { messages },
  };
}

/** The frames of a union, by their names: see `frameName`. */
export function framesOf(union: $ZodType): Map<string, $ZodObject> {
  const { def } = (union as z.core.$ZodTypes)._zod;
  if (def.type === 'union') return new Map(def.options.flatMap((option) => [...framesOf(option)]));
  const frame = union as $ZodObject;
  return new Map([[frameName(frame), frame]]);
}

/** The type of a frame; the last frame of a reply, which shares its type with the others, has a name of its own. */
function frameName(frame: $ZodObject): string {
  const { type, is_complete } = frame._zod.propValues as Record<string, Set<unknown> | undefined>;
  const [name] = [...(type ?? [])].map(String);
  return is_complete?.has(true) ? `${name}_end` : (name ?? '');
}

function messagesOf<Name extends string>(union: $ZodType, notes: Record<Name, string>) {
  return Object.fromEntries(
    [...framesOf(union)].map(([name, frame]) => {
      const { $schema: _, ...payload } = z.toJSONSchema(frame, { target: 'draft-7', io: 'input' });
      return [name, { name, title: name, summary: notes[name as Name], payload }];
    }),
  );
}

function prefixed<Value>(prefix: string, values: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function operation(action: 'send' | 'receive', summary: string, names: string[]) {
  return {
    action,
    summary,
    channel: { $ref: '#/channels/socket' },
    messages: names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` })),
  };
}
