import asyncApiSchema from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asyncApiDocument, framesOf } from '../../../server/http/docs/asyncapi.ts';
import { catalogue } from '../../../server/http/docs/catalogue.ts';
import { openApiDocument, refusalsOf } from '../../../server/http/docs/openapi.ts';
import { clientFrame, serverFrame } from '../../../server/protocol/frames.ts';
import { readSpecTable } from '../../support/spec-table.ts';
import { startTestServer } from '../../support/server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const endpoints = Object.assign({}, ...Object.values(catalogue)) as (typeof catalogue)[string];
const rows = readSpecTable('Who may what').rows.filter(({ name }) => /^[A-Z]+ \/(api|health|metrics)/.test(name));
const addressOf = (row: string) => row.split(' ', 2).join(' ');

test('[DOCS1] every address of the interface is described, and no other', () => {
  expect(Object.keys(endpoints).toSorted()).toEqual([...new Set(rows.map(({ name }) => addressOf(name)))].toSorted());
});

test('[DOCS1] every refusal that the table of who may what knows is described', () => {
  for (const { name, cells } of rows) {
    const endpoint = endpoints[addressOf(name)]!;
    const described = refusalsOf(addressOf(name), endpoint);
    const refusals = Object.values(cells).flatMap((cell) => /^\d+ (\w+)$/.exec(cell)?.[1] ?? []);
    expect([name, refusals.filter((code) => !described.some((one) => one === code))]).toEqual([name, []]);
  }
});

test('[DOCS2] the OpenAPI document is one, and shows what is asked for and answered', async () => {
  const { status, body } = await server.call('GET', '/api/docs/openapi.json');
  expect(status).toBe(200);
  expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  const { valid, errors } = await new Validator().validate(body);
  expect([valid, errors ?? []]).toEqual([true, []]);
  const { post } = body.paths['/api/chats'];
  expect(post.requestBody.content['application/json'].schema.properties.participant_usernames.maxItems).toBe(50);
  expect(post.responses['200'].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Chat' });
  expect(post.responses['404'].description).toContain('user_not_found');
  expect(body.paths['/api/auth/login'].post.security).toEqual([]);
  const { parameters } = body.paths['/api/chats/{chat_id}/messages'].get;
  expect(parameters.map(({ name }: { name: string }) => name).toSorted()).toEqual(
    expect.arrayContaining(['after', 'before', 'chat_id', 'limit']),
  );
});

test('[DOCS2] the AsyncAPI document is one, and has every frame', async () => {
  const { body } = await server.call('GET', '/api/docs/asyncapi.json');
  expect(body).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
  const isValid = new Ajv({ strict: false, logger: false }).compile(asyncApiSchema);
  expect([isValid(body), isValid.errors ?? []]).toEqual([true, []]);
  const names = [
    ...[...framesOf(clientFrame).keys()].map((name) => `client.${name}`),
    ...[...framesOf(serverFrame).keys()].map((name) => `server.${name}`),
  ];
  expect(Object.keys(body.components.messages)).toEqual(names);
  expect(names).toEqual(expect.arrayContaining(['client.join', 'server.bot_stream', 'server.bot_stream_end']));
  const { properties } = body.components.messages['client.message'].payload;
  expect(properties.type).toMatchObject({ const: 'message' });
  for (const { summary } of Object.values<{ summary?: string }>(body.components.messages)) expect(summary).toBeTruthy();
});

test('[DOCS3] the page shows both, without scripts', async () => {
  const answer = await fetch(`${server.url}/api/docs`);
  expect(answer.headers.get('content-type')).toContain('text/html');
  const page = await answer.text();
  expect(page).toContain('POST /api/chats/{chat_id}/invite');
  expect(page).toContain('bot_stream_end');
  expect(page).not.toMatch(/<script/i);
  // Whatever a link leads to is on the page.
  const targets = [...page.matchAll(/href="#(\w+)"/g)].map(([, name]) => name);
  expect(targets.length).toBeGreaterThan(5);
  for (const target of new Set(targets)) expect(page).toContain(`id="${target}"`);
});
