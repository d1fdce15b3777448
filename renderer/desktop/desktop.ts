import { actions, environment } from '../state/actions.ts';
import { useApp } from '../state/store.ts';
import { coop } from './bridge.ts';
import { useDesktop, type Place } from './desktop-state.ts';
import { createOwnParty } from './own-party.ts';
import { createVisits } from './visits.ts';

const parts = { store: useDesktop, app: useApp, actions, environment };

/** Ways between servers. */
export const visits = createVisits(parts);

/** The own party. */
export const ownParty = createOwnParty({ ...parts, host: () => coop().host, visits });

/** Shows another place; the current server stays connected. */
export function show(place: Exclude<Place, 'server'>): void {
  // Who looks elsewhere is in no room: what is said there is news.
  actions.openChat(null);
  useDesktop.setState({ place, dialog: null });
}

/** Shows the current server's chats again. */
export function backToServer(): void {
  const { current } = useDesktop.getState();
  if (current !== null) visits.switchTo(current);
}
