import * as z from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { version } from '../../../package.json' with { type: 'json' };
import { chat } from '../../protocol/chats.ts';
import { errorSentences, type ErrorCode } from '../../protocol/codes.ts';
import { errorBody } from '../../protocol/errors.ts';
import { fileEntry } from '../../protocol/files.ts';
import { health } from '../../protocol/health.ts';
import { invite } from '../../protocol/invites.ts';
import { message } from '../../protocol/messages.ts';
import { person } from '../../protocol/people.ts';
import { user } from '../../protocol/users.ts';
import { statuses } from '../errors.ts';
import { catalogue } from './catalogue.ts';
import type { Endpoint, OtherAnswer } from './endpoint.ts';

/** What is shown once, under its name, wherever it occurs. */
const named = { Chat: chat, Message: message, File: fileEntry, User: user, Person: person, Invite: invite };

/** The REST interface as an OpenAPI 3.1 document. */
export function openApiDocument(): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [tag, endpoints] of Object.entries(catalogue)) {
    for (const [address, endpoint] of Object.entries(endpoints)) {
      const [method = '', pattern = ''] = address.split(' ');
      const path = pattern.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(address, tag, pattern, endpoint) };
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Gemini Coop',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'The REST interface. Times are ISO 8601 in UTC with milliseconds. Every error has a sentence for people in `detail`, or a list of what is wrong with the request, and one word of a closed list in `code`. A chat that does not exist is answered like one that the caller takes no part in. What happens meanwhile comes over the socket: see the AsyncAPI document.',
    },
    servers: [{ url: '/' }],
    tags: Object.keys(catalogue).map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      schemas: { ...named, Health: health, Error: errorBody },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });
}

function operation(address: string, tag: string, pattern: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  const { summary, isOpen, query } = endpoint;
  const path = pathParameters(pattern);
  const requestBody = bodyOf(endpoint);
  return {
    operationId: address.toLowerCase().replace(/\W+/g, '_'),
    tags: [tag],
    summary,
    ...(isOpen && { security: [] }),
    ...((path ?? query) && { requestParams: { ...(path && { path }), ...(query && { query }) } }),
    ...(requestBody && { requestBody }),
    responses: { '200': answered(endpoint.answer), ...refusals(refusalsOf(pattern, endpoint)), default: anyError },
  };
}

const anyError = { description: 'Any other error', content: { 'application/json': { schema: errorBody } } };

/** Ids are numbers; whatever else an address may name is text. */
function pathParameters(pattern: string): z.ZodObject | undefined {
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (names.length === 0) return undefined;
  return z.object(
    Object.fromEntries(names.map((name) => [name, name.endsWith('_id') ? z.int().positive() : z.string()])),
  );
}

function bodyOf({ body, form, raw, isBodyOptional }: Endpoint): ZodOpenApiOperationObject['requestBody'] {
  if (body) return { required: !isBodyOptional, content: { 'application/json': { schema: body } } };
  if (raw !== undefined) return { required: true, content: { [raw]: {} } };
  if (!form) return undefined;
  const fields = z.toJSONSchema(form, { target: 'openapi-3.0', io: 'input' }).properties;
  const properties = { file: { type: 'string', contentMediaType: 'application/octet-stream' }, ...fields };
  const schema = { type: 'object', properties, required: ['file'] } as oas31.SchemaObject;
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

function answered(answer: $ZodType | OtherAnswer) {
  if ('description' in answer) return { description: answer.description, content: { [answer.type]: {} } };
  return { description: 'Done', content: { 'application/json': { schema: answer } } };
}

/** Every code with which the address may refuse, as far as it is the request's doing. */
export function refusalsOf(pattern: string, { isOpen, fails = [], query, body, form }: Endpoint): ErrorCode[] {
  const takesForm = query ?? body ?? form ?? pattern.includes(':');
  return [
    ...new Set([
      ...(isOpen ? [] : (['not_authenticated'] as const)),
      ...fails,
      ...(takesForm ? (['invalid'] as const) : []),
    ]),
  ];
}

function refusals(codes: ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(statuses[code], [...(byStatus.get(statuses[code]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status) as '400',
      {
        description: ofStatus.map((code) => `\`${code}\`: ${errorSentences[code]}`).join(' '),
        content: { 'application/json': { schema: errorBody } },
      },
    ]),
  );
}
