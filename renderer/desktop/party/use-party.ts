import { useEffect, useState } from 'react';
import type { Invite } from '../../../server/protocol/invites.ts';
import type { PersonEntry } from '../../../server/protocol/people.ts';
import { ownParty } from '../desktop.ts';

/** People come and go while the card is open, also where the window is connected to another server. */
const AGAIN_MS = 3_000;

/** What the own party's server tells its host; null until it has. */
export interface Party {
  invite: Invite | null;
  people: readonly PersonEntry[] | null;
  /** It could not be asked the last time. */
  isFailed: boolean;
  /** Makes a new link and code; the old ones stop working. */
  renew: () => Promise<void>;
}

/** The invite and the people of the own party, for as long as this is shown. */
export function useParty(): Party {
  const [invite, setInvite] = useState<Invite | null>(null);
  const [people, setPeople] = useState<readonly PersonEntry[] | null>(null);
  const [isFailed, setFailed] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const load = async () => {
      const answers = await Promise.allSettled([ownParty.invite(), ownParty.ask(async (rest) => rest.people())]);
      if (isGone) return;
      const [invited, present] = answers;
      if (invited.status === 'fulfilled') setInvite(invited.value);
      if (present.status === 'fulfilled') setPeople(present.value);
      setFailed(answers.some(({ status }) => status === 'rejected'));
      timer = setTimeout(() => void load(), AGAIN_MS);
    };
    void load();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  return {
    invite,
    people,
    isFailed,
    renew: async () => {
      if (invite === null) return;
      setInvite(await ownParty.ask(async (rest) => rest.renewInvite(invite.id)));
    },
  };
}
