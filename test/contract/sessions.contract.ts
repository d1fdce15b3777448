import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredSession } from '../../server/core/ports/sessions.ts';
import type { Account, Store } from '../../server/core/ports/store.ts';
import { at, newAccount, newSession } from '../support/records.ts';
import type { StoreUnderTest } from './store.contract.ts';

/** What every adapter of the store port promises of sessions. */
export function sessionsContract(openStore: () => Promise<StoreUnderTest>, { durable }: { durable: boolean }): void {
  describe('sessions', () => {
    let under: StoreUnderTest;
    let store: Store;
    let ann: Account;
    let bob: Account;

    beforeEach(async () => {
      under = await openStore();
      store = await under.open();
      [ann, bob] = [await store.addAccount(newAccount('ann')), await store.addAccount(newAccount('bob'))];
    });

    afterEach(async () => {
      await store.close();
      await under.dispose();
    });

    const add = (session: StoredSession) => store.sessions.change(session.user_id, (known) => [...known, session]);

    test('[SESSION1] are there once they are added, each for its owner', async () => {
      expect([store.sessions.of(ann.id), store.sessions.get('one')]).toEqual([[], undefined]);
      const [one, two] = [newSession('one', ann.id), newSession('two', bob.id)];
      expect(await Promise.all([add(one), add(two), add(newSession('three', ann.id))])).toEqual([[], [], []]);
      expect(store.sessions.of(ann.id)).toEqual([one, newSession('three', ann.id)]);
      expect(store.sessions.of(bob.id)).toEqual([two]);
      expect(store.sessions.get('two')).toEqual(two);
    });

    test('[SESSION2] those that are left out are gone, and told', async () => {
      const [one, two] = [newSession('one', ann.id), newSession('two', ann.id)];
      await add(one);
      await add(two);
      expect(await store.sessions.change(ann.id, (known) => known.filter(({ id }) => id !== 'one'))).toEqual([one]);
      expect([store.sessions.get('one'), store.sessions.of(ann.id)]).toEqual([undefined, [two]]);
      const refused = store.sessions.change(ann.id, () => {
        throw new RangeError('no');
      });
      await expect(refused).rejects.toThrow('no');
      expect(store.sessions.of(ann.id)).toEqual([two]);
    });

    test('[SESSION1] the use of one is noted, and that of one that is gone is not', async () => {
      await add(newSession('one', ann.id));
      store.sessions.used('one', at(9));
      store.sessions.used('gone', at(9));
      await add(newSession('two', ann.id));
      expect(store.sessions.of(ann.id).map(({ id, last_used_at }) => [id, last_used_at])).toEqual([
        ['one', at(9)],
        ['two', at()],
      ]);
    });

    test('[SESSION2] who loses their account has none', async () => {
      await add(newSession('one', bob.id));
      await store.removeAccount(bob.id);
      expect([store.sessions.get('one'), store.sessions.of(bob.id)]).toEqual([undefined, []]);
    });

    test('what is handed in and out is never shared', async () => {
      const one = newSession('one', ann.id);
      await store.sessions.change(ann.id, () => [one]);
      one.good_from = at(99);
      await store.sessions
        .change(ann.id, (known) => {
          known[0]!.last_used_at = at(99);
          throw new RangeError('no');
        })
        .catch(() => undefined);
      expect(store.sessions.get('one')).toEqual(newSession('one', ann.id));
    });

    test.runIf(durable)('[SESSION6] what was answered survives a crash', async () => {
      await add(newSession('one', ann.id));
      await add(newSession('two', ann.id));
      await store.sessions.change(ann.id, (known) => known.slice(1));
      store = await under.reopenAfterCrash!();
      expect(store.sessions.of(ann.id)).toEqual([newSession('two', ann.id)]);
    });
  });
}
