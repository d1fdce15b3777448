import { create } from 'zustand';
import type { HostState } from '../../electron/bridge.ts';
import type { JoinTarget } from '../../server/protocol/join-target.ts';
import type { KnownServer } from './known-servers.ts';

/** What the window shows: `server` are the chats of the current one, or its way in. */
export type Place = 'start' | 'host' | 'join' | 'server';

/** A dialog over whatever is shown. */
export type DesktopDialog = 'party' | 'stop' | 'settings';

/** What the desktop app knows beyond the one server that it is connected to. */
export interface DesktopState {
  place: Place;
  dialog: DesktopDialog | null;
  host: HostState;
  /** Servers of this and earlier visits, in the order of the first visits; never the own party. */
  servers: readonly KnownServer[];
  /** Base URL of the server that this window is connected to, also while another place is shown. */
  current: string | null;
  /** A link that wants to join somewhere and waits for an answer. */
  link: JoinTarget | null;
}

export const initialDesktop: DesktopState = {
  place: 'start',
  dialog: null,
  host: { kind: 'stopped' },
  servers: [],
  current: null,
  link: null,
};

export const useDesktop = create<DesktopState>()(() => initialDesktop);

/** Base URL of the own party; null while none is held. */
export const ownUrl = ({ host }: DesktopState): string | null => (host.kind === 'hosting' ? host.url : null);
