import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewAuditEntry } from '../../server/core/ports/audit.ts';
import type { Store } from '../../server/core/ports/store.ts';
import { at } from '../support/records.ts';
import type { StoreUnderTest } from './store.contract.ts';

/** The `n`th thing that the host does. */
export const act = (n: number, more: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: at(n),
  by: { id: 1, username: 'ann' },
  act: 'person_removed',
  target: { kind: 'person', id: n + 10, name: `person ${n}` },
  ...more,
});

/** What every adapter of the audit port promises. */
export function auditContract(create: () => Promise<StoreUnderTest>, { durable }: { durable: boolean }): void {
  describe('the audit log', () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = await create();
      store = await under.open();
    });
    afterEach(async () => {
      await store.close();
      await under.dispose();
    });
    const ids = async (page: Parameters<Store['audit']['list']>[0]) =>
      (await store.audit.list(page)).map(({ id }) => id);

    test('[AUDIT1] is empty at first, then has what was done, the newest first', async () => {
      expect(await store.audit.list({ limit: 5 })).toEqual([]);
      const details = { reason: 'noise', count: 3, isDone: true, nothing: null };
      expect(await store.audit.append(act(1, { details }))).toEqual({ ...act(1, { details }), id: 1 });
      await store.audit.append(act(2, { by: null, act: 'archive_imported', target: { kind: 'server' } }));
      expect(await store.audit.list({ limit: 5 })).toEqual([
        { ...act(2, { by: null, act: 'archive_imported', target: { kind: 'server' } }), id: 2 },
        { ...act(1, { details }), id: 1 },
      ]);
    });

    test('[AUDIT1] is read page by page, also of one kind only', async () => {
      await Promise.all([1, 2, 3, 4, 5].map((n) => store.audit.append(act(n, n % 2 ? { act: 'person_banned' } : {}))));
      expect(await ids({ limit: 2 })).toEqual([5, 4]);
      expect(await ids({ limit: 2, before: 4 })).toEqual([3, 2]);
      expect(await ids({ limit: 9, act: 'person_banned' })).toEqual([5, 3, 1]);
      expect(await ids({ limit: 9, act: 'person_banned', before: 3 })).toEqual([1]);
      expect(await ids({ limit: 9, before: 1 })).toEqual([]);
    });

    test('what is handed in and out is nobody else’s', async () => {
      const entry = act(1, { details: { reason: 'noise' } });
      const added = await store.audit.append(entry);
      entry.details!['reason'] = added.details!['reason'] = 'other';
      const [listed] = await store.audit.list({ limit: 1 });
      expect(listed?.details).toEqual({ reason: 'noise' });
      listed!.by!.username = 'other';
      expect((await store.audit.list({ limit: 1 }))[0]?.by?.username).toBe('ann');
    });

    test('nothing is taken or told after the store was closed', async () => {
      await store.close();
      await expect(store.audit.append(act(1))).rejects.toMatchObject({ code: 'not_ready' });
      await expect(store.audit.list({ limit: 1 })).rejects.toMatchObject({ code: 'not_ready' });
    });

    test.runIf(durable)('[AUDIT2] it survives a crash, and goes on with the next id', async () => {
      await store.audit.append(act(1));
      await store.audit.append(act(2));
      const again = await under.reopenAfterCrash!();
      expect(await again.audit.append(act(3))).toEqual({ ...act(3), id: 3 });
      expect((await again.audit.list({ limit: 9 })).map(({ at: when }) => when)).toEqual([at(3), at(2), at(1)]);
      await again.close();
    });
  });
}
