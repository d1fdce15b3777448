import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KeptDeliveries, StoredDelivery } from '../../../server/core/ports/webhook-store.ts';
import { createDataDirectory, type DataDirectory } from '../../support/data-directory.ts';
import { at } from '../../support/records.ts';

let data: DataDirectory;
let file: string;
beforeEach(async () => {
  data = await createDataDirectory();
  file = path.join(data.path, 'deliveries.json');
});
afterEach(() => data.close());

const delivery = (n: number): StoredDelivery => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  webhook_id: 1,
  chat_id: 2,
  event: 'message',
  subject: { message_id: n },
  created_at: at(n),
  status: 'waiting',
  attempts: 1,
  at: at(n),
  next_at: at(n + 10),
  duration: 12,
  answer_status: 500,
  answer: 'oh\nno',
  problem: 'status',
});
const left: StoredDelivery = {
  ...delivery(9),
  event: 'left',
  subject: { user: { id: 1, username: 'ann' }, reason: 'removed', by: 'bob' },
};
const kept = (...deliveries: StoredDelivery[]): KeptDeliveries => {
  return { deliveries, failing: [{ webhook_id: 1, since: at(1) }] };
};

test('[HOOKOUT7] deliveries survive a restart', async () => {
  const store = await data.open();
  expect(store.deliveries.kept).toEqual({ deliveries: [], failing: [] });
  const ping = { ...delivery(3), event: 'ping' as const, subject: null };
  store.deliveries.changed(() => kept(delivery(1), left, ping));
  expect((await data.open()).deliveries.kept).toEqual(kept(delivery(1), left, ping));
});

test('[HOOKOUT7] many changes are one write, of what there is by then', async () => {
  const store = await data.open({ tracesPace: 60_000 });
  let writes = 0;
  data.disk.before = (operation, place) => void (operation === 'rename' && place.startsWith(file) && writes++);
  for (let n = 1; n <= 200; n++) store.deliveries.changed(() => kept(delivery(n)));
  expect((await data.open()).deliveries.kept).toEqual(kept(delivery(200)));
  expect(writes).toBe(1);
});

test.each(['', '{', '{}', '\0', '{"schema_version": 2}', '{"schema_version": 1, "deliveries": [{}], "failing": []}'])(
  '[HOOKOUT7] %j is set aside and said in the log, and the server starts',
  async (content) => {
    await (await data.open()).close();
    data.disk.put(file, content);
    const again = await data.open();
    expect(again.deliveries.kept.deliveries).toEqual([]);
    expect(data.log.entries.map(({ message }) => message)).toContain(
      'deliveries.json begins anew: what webhooks still waited for is not sent',
    );
    expect(data.disk.paths.filter((name) => name.startsWith(`${file}.unreadable-`))).toHaveLength(1);
  },
);

test('[HOOKOUT7] while nothing can be saved it is kept, and saved when that is over', async () => {
  const store = await data.open({ tracesPace: 0 });
  const failed = new Promise<void>((resolve) => {
    data.disk.before = (operation, place) => {
      if (operation !== 'sync' || !place.startsWith(file)) return;
      resolve();
      throw new Error('the disk is full');
    };
  });
  store.deliveries.changed(() => kept(delivery(1)));
  await failed;
  data.disk.before = () => undefined;
  expect((await data.open()).deliveries.kept).toEqual(kept(delivery(1)));
});
