import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../server/core/ports/store.ts';
import type { KeptDeliveries, NewStoredWebhook, StoredWebhook } from '../../../server/core/ports/webhook-store.ts';
import type { Post, Posted } from '../../../server/core/ports/webhooks.ts';
import { GIVE_UP_AFTER, RETRY_WAITS } from '../../../server/core/webhooks/attempts.ts';
import { AT_ONCE, AT_ONCE_TO_HOST, Deliveries } from '../../../server/core/webhooks/deliveries.ts';
import { WAITING_MAX } from '../../../server/core/webhooks/delivery-log.ts';
import { DELIVERIES_LISTED } from '../../../server/protocol/limits.ts';
import { createHookSecrets } from '../../../server/security/hook-secrets.ts';
import { createMemoryStore } from '../../../server/store/memory.ts';
import { createFakeClock, type FakeClock } from '../../support/clock.ts';
import { createRecordedLog, newAccount, newChat, newMessage } from '../../support/records.ts';

interface UnderWay {
  post: Post;
  end(posted: Posted): Promise<void>;
}

const ok: Posted = { status: 200, answer: 'thanks', retryAfter: undefined };
const broken: Posted = { status: 500, answer: 'oh no', retryAfter: undefined };

let store: Store;
let memory: Store;
let chatId: number;
let clock: FakeClock;
let log: ReturnType<typeof createRecordedLog>;
let underWay: UnderWay[];
let answer: ((post: Post) => Posted) | undefined;
let told: unknown[];
let kept: KeptDeliveries;

beforeEach(async () => {
  kept = { deliveries: [], failing: [] };
  memory = createMemoryStore();
  store = { ...memory, deliveries: { kept, changed: (current) => Object.assign(kept, current()) } };
  const ann = await store.addAccount(newAccount('ann'));
  chatId = (await store.addChat(newChat({ owner_id: ann.id, name: 'Chat' }), [ann.id])).id;
  [clock, log, underWay, answer, told] = [createFakeClock(), createRecordedLog(), [], undefined, []];
});

/** Requests wait until the test ends them, unless `answer` is set. */
function create(random = 0.5): Deliveries {
  return new Deliveries({
    store,
    clock,
    log,
    secrets: createHookSecrets(),
    random: () => random,
    changed: ({ id }, reason) => void told.push(reason ? [id, reason] : id),
    poster: {
      isOn: true,
      check: () => undefined,
      post: (post, signal) => {
        if (answer) return Promise.resolve(answer(post));
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ problem: 'unreachable' }));
          underWay.push({ post, end: async (posted) => (resolve(posted), clock.settle()) });
        });
      },
    },
  });
}

const hook = (more: Partial<NewStoredWebhook> = {}): Promise<StoredWebhook> =>
  store.webhooks.add(
    {
      chat_id: chatId,
      kind: 'outgoing',
      name: 'Hook',
      url: 'https://example.org/hook',
      secret: 'key',
      events: ['message'],
      hears_integrations: false,
      is_active: true,
      disabled_reason: null,
      created_by: 1,
      created_at: '2026-01-01T12:00:00.000Z',
      ...more,
    },
    1000,
  );

const say = async (content: string): Promise<{ message_id: number }> => {
  const { message } = await store.addMessage(newMessage(chatId, content, { user_id: 1 }));
  return { message_id: message.id };
};
const contents = () => underWay.map(({ post }) => JSON.parse(post.body).data.content);

test('[HOOKOUT5] what fails is tried again after 10 s, 1 min, 5 min, 30 min, 2 h and 6 h, always as the same delivery', async () => {
  const deliveries = create();
  const { id } = await hook();
  const ids: (string | undefined)[] = [];
  answer = ({ headers }) => (ids.push(headers['X-Gemini-Coop-Delivery']), broken);
  deliveries.add((await store.webhooks.get(id))!, 'message', await say('hello'));
  await clock.settle();
  for (const [place, wait] of RETRY_WAITS.entries()) {
    expect(ids).toHaveLength(place + 1);
    await clock.advance(wait - 1);
    expect(ids).toHaveLength(place + 1);
    expect(deliveries.list(id)).toMatchObject([{ status: 'waiting', attempts: place + 1, answer_status: 500 }]);
    await clock.advance(1);
  }
  expect([ids.length, new Set(ids).size]).toEqual([7, 1]);
  expect(deliveries.list(id)).toMatchObject([{ status: 'failed', next_at: null, problem: 'status', answer: 'oh no' }]);
  expect(clock.timers).toEqual([]);
});

test('[HOOKOUT5] retries are spread, and a receiver that asks for more time gets it', async () => {
  const { id } = await hook();
  answer = () => broken;
  const early = create(0);
  early.add((await store.webhooks.get(id))!, 'message', await say('hello'));
  await clock.settle();
  expect(clock.timers).toEqual([9000]);
  await early.close();
  kept.deliveries = [];
  answer = () => ({ ...broken, status: 503, retryAfter: 3600 });
  const asked = create(1);
  asked.add((await store.webhooks.get(id))!, 'message', await say('hello'));
  await clock.settle();
  expect(clock.timers).toEqual([3_600_000]);
});

test('[HOOKOUT5] what came behind a delivery that fails goes on, and the order is kept', async () => {
  const deliveries = create();
  const target = await hook();
  for (const content of ['one', 'two', 'three']) deliveries.add(target, 'message', await say(content));
  await clock.settle();
  expect(contents()).toEqual(['one']);
  await underWay[0]!.end(broken);
  expect(contents()).toEqual(['one', 'two']);
  await underWay[1]!.end(ok);
  await underWay[2]!.end(ok);
  await clock.advance(RETRY_WAITS[0]);
  expect(contents()).toEqual(['one', 'two', 'three', 'one']);
  await underWay[3]!.end(ok);
  expect(deliveries.list(target.id).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  expect(told).toEqual([target.id, target.id]);
});

test('[HOOKOUT6] a receiver that is stuck holds up no other, and few requests are under way at once', async () => {
  const deliveries = create();
  const stuck = await Promise.all([1, 2, 3].map(() => hook({ url: 'https://stuck.example/' })));
  for (const target of stuck) deliveries.add(target, 'message', await say('stuck'));
  const others = await Promise.all(Array.from({ length: 10 }, (_, n) => hook({ url: `https://h${n}.example/` })));
  for (const target of others) deliveries.add(target, 'message', await say('fine'));
  await clock.settle();
  expect(contents().filter((content) => content === 'stuck')).toHaveLength(AT_ONCE_TO_HOST);
  expect(underWay).toHaveLength(AT_ONCE);
  for (let place = 0; place < underWay.length; place++) {
    if (contents()[place] === 'fine') await underWay[place]!.end(ok);
  }
  expect(contents().filter((content) => content === 'fine')).toHaveLength(10);
  expect(underWay).toHaveLength(10 + AT_ONCE_TO_HOST);
});

test('[HOOKOUT6] of what waits too long the oldest is left out, and the log says so', async () => {
  const deliveries = create();
  const target = await hook();
  const subject = await say('hello');
  for (let n = 0; n < WAITING_MAX + 3; n++) deliveries.add(target, 'message', subject);
  expect(deliveries.waitingCount(target.id)).toBe(WAITING_MAX);
  expect(deliveries.list(target.id).filter(({ problem }) => problem === 'overflow')).toHaveLength(3);
  expect(log.entries).toContainEqual(
    expect.objectContaining({ level: 'warn', fields: { webhook_id: target.id, chat_id: chatId, dropped: 1 } }),
  );
});

test('[HOOKOUT8] of what is done only the newest is kept', async () => {
  const deliveries = create();
  const target = await hook();
  answer = () => ok;
  const subject = await say('hello');
  for (let n = 0; n < DELIVERIES_LISTED + 5; n++) deliveries.add(target, 'message', subject);
  const [newest] = deliveries.list(target.id);
  await clock.settle();
  expect(deliveries.list(target.id)).toHaveLength(DELIVERIES_LISTED);
  expect(deliveries.list(target.id)[0]).toMatchObject({ id: newest?.id, status: 'delivered', answer: 'thanks' });
});

test('[HOOKOUT5] a receiver that is gone for good switches its webhook off, and what waits is given up', async () => {
  const deliveries = create();
  const target = await hook();
  for (const content of ['one', 'two']) deliveries.add(target, 'message', await say(content));
  await clock.settle();
  await underWay[0]!.end({ status: 410, answer: '', retryAfter: undefined });
  expect(await store.webhooks.get(target.id)).toMatchObject({ is_active: false, disabled_reason: 'gone' });
  expect(deliveries.list(target.id).map(({ problem }) => problem)).toEqual(['switched_off', 'gone']);
  expect(told).toContainEqual([target.id, 'gone']);
  expect(underWay).toHaveLength(1);
});

test('[HOOKOUT5] a webhook where nothing has arrived for three days is switched off, and not before', async () => {
  const deliveries = create();
  const target = await hook();
  answer = () => broken;
  deliveries.add(target, 'message', await say('first'));
  await clock.advance(GIVE_UP_AFTER - 1);
  deliveries.add(target, 'message', await say('second'));
  await clock.settle();
  expect(await store.webhooks.get(target.id)).toMatchObject({ is_active: true });
  await clock.advance(RETRY_WAITS[0]);
  expect(await store.webhooks.get(target.id)).toMatchObject({ is_active: false, disabled_reason: 'failing' });
  expect(told.at(-1)).toEqual([target.id, 'failing']);
  expect(clock.timers).toEqual([]);
});

test('[HOOKOUT5] what arrives in between makes the three days begin anew', async () => {
  const deliveries = create();
  const target = await hook();
  answer = () => broken;
  deliveries.add(target, 'message', await say('first'));
  await clock.advance(GIVE_UP_AFTER - RETRY_WAITS[0]);
  answer = () => ok;
  deliveries.add(target, 'message', await say('second'));
  await clock.settle();
  expect(deliveries.failingSince(target.id)).toBeNull();
  answer = () => broken;
  deliveries.add(target, 'message', await say('third'));
  await clock.advance(GIVE_UP_AFTER - 1);
  expect(await store.webhooks.get(target.id)).toMatchObject({ is_active: true });
});

test('[HOOKOUT7] what waited, or was under way, when the server ended is sent after the next start', async () => {
  const target = await hook();
  const gone = await hook();
  const before = create();
  for (const content of ['one', 'two']) before.add(target, 'message', await say(content));
  before.add(gone, 'message', await say('for nobody'));
  await clock.settle();
  const [first] = underWay;
  await before.close();
  await store.webhooks.remove(gone.id);
  underWay = [];
  const after = create();
  after.start(await store.webhooks.all());
  await clock.settle();
  expect(underWay.map(({ post }) => post.body)).toEqual([first!.post.body]);
  await underWay[0]!.end(ok);
  await underWay[1]!.end(ok);
  expect(contents()).toEqual(['one', 'two']);
  expect(after.list(gone.id)).toEqual([]);
});

test('[HOOKOUT9] a message that is deleted before it leaves does not leave; one that is edited leaves as it is', async () => {
  const deliveries = create();
  const target = await hook();
  const [held, edited, deleted] = [await say('held'), await say('before'), await say('secret')];
  for (const subject of [held, edited, deleted]) deliveries.add(target, 'message', subject);
  await clock.settle();
  await store.changeMessage(chatId, edited.message_id, { content: 'after', edited_at: '2026-01-01T12:00:01.000Z' });
  await store.changeMessage(chatId, deleted.message_id, { content: '', deleted_at: '2026-01-01T12:00:02.000Z' });
  await underWay[0]!.end(ok);
  await underWay[1]!.end(ok);
  expect(contents()).toEqual(['held', 'after']);
  expect(deliveries.list(target.id)[0]).toMatchObject({ status: 'failed', problem: 'message_deleted' });
});

test('[HOOKOUT4] a test is sent once, whatever waits, and is not tried again', async () => {
  const deliveries = create();
  const target = await hook();
  deliveries.add(target, 'message', await say('stuck'));
  await clock.settle();
  const tested = deliveries.test(target);
  await clock.settle();
  const request = underWay[1]!;
  const { post } = request;
  expect([JSON.parse(post.body).event, post.headers['X-Gemini-Coop-Event']]).toEqual(['ping', 'ping']);
  await request.end({ problem: 'timeout' });
  expect(await tested).toMatchObject({ event: 'ping', status: 'failed', attempts: 1, problem: 'timeout' });
  expect(clock.timers).toEqual([]);
});

test('[HOOKOUT4] any delivery can be sent once more by hand, and one that waits still is sent by itself', async () => {
  const deliveries = create();
  const target = await hook();
  const delivery = deliveries.add(target, 'message', await say('hello'));
  await clock.settle();
  await underWay[0]!.end(broken);
  const again = deliveries.retry(target, delivery.id);
  await clock.settle();
  await underWay[1]!.end(broken);
  expect(await again).toMatchObject({ status: 'waiting', attempts: 2 });
  const last = deliveries.retry(target, delivery.id);
  await clock.settle();
  await underWay[2]!.end(ok);
  expect(await last).toMatchObject({ status: 'delivered', attempts: 3, problem: null });
  await clock.advance(GIVE_UP_AFTER);
  expect(underWay).toHaveLength(3);
  await expect(deliveries.retry(target, 'unknown')).rejects.toMatchObject({ code: 'not_found' });
});

test('[HOOKOUT6] an address that may not be asked is not asked again', async () => {
  const deliveries = create();
  const target = await hook();
  answer = () => ({ problem: 'refused' });
  deliveries.add(target, 'message', await say('hello'));
  await clock.settle();
  expect(deliveries.list(target.id)).toMatchObject([{ status: 'failed', problem: 'refused' }]);
  expect(clock.timers).toEqual([]);
});

test('a store that cannot be read for a while loses nothing', async () => {
  const deliveries = create();
  const target = await hook();
  const subject = await say('hello');
  store.message = () => Promise.reject(new Error('the disk is away'));
  deliveries.add(target, 'message', subject);
  await clock.settle();
  expect(deliveries.list(target.id)).toMatchObject([{ status: 'waiting', attempts: 0 }]);
  store.message = (...place) => memory.message(...place);
  answer = () => ok;
  await clock.advance(10_000);
  expect(deliveries.list(target.id)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});
