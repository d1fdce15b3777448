import { toast } from 'sonner';
import type { ShellBridge } from '../../electron/bridge.ts';
import { showChatWindow } from '../screens/chat-window.ts';
import { environment } from '../state/actions.ts';
import type { Environment } from '../state/environment.ts';
import { messagePath } from '../state/message-link.ts';
import { useApp } from '../state/store.ts';
import { currentReader, onReader } from '../texts/language.ts';
import { text } from '../texts/text.ts';
import { coop } from './bridge.ts';
import { backToServer, ownParty, show, visits } from './desktop.ts';
import { ownUrl, useDesktop } from './desktop-state.ts';
import { readServers } from './known-servers.ts';
import { openVaultStorage } from './vault-storage.ts';

type GoTo = Parameters<Parameters<ShellBridge['onGoTo']>[0]>[0];

/** Connects the page with the desktop, and shows what was shown last. Returns what ends that. */
export async function openDesktop(): Promise<() => void> {
  const { vault, host, shell } = coop();
  const storage = await openVaultStorage(vault, environment.storage, () => toast.error(text('vault.failed')));
  Object.assign(environment, {
    storage,
    notify: shell.notify,
    setUnread: shell.setUnread,
  } satisfies Partial<Environment>);
  useDesktop.setState({ servers: readServers(environment.storage) });
  const tellLanguage = () => shell.setLanguage(currentReader().language);
  tellLanguage();
  const ends = [
    onReader(tellLanguage),
    host.onState(ownParty.changed),
    shell.onJoinLink((link) => useDesktop.setState({ link })),
    shell.onGoTo(goTo),
    shell.onOpenChat(({ server, chatId, messageId }) => void openServer(server, messagePath(chatId, messageId))),
  ];
  ownParty.changed(await host.state());
  const last = visits.last();
  if (last !== null && visits.isSignedIn(last))
    await openServer(last, location.pathname === '/' ? undefined : location.pathname);
  shell.ready();
  return () => ends.forEach((end) => end());
}

async function openServer(url: string, path?: string): Promise<void> {
  const { servers } = useDesktop.getState();
  if (url === ownUrl(useDesktop.getState())) await ownParty.enter(path);
  else if (servers.some((server) => server.url === url)) visits.switchTo(url, { path });
}

function goTo(place: GoTo): void {
  switch (place) {
    case 'start':
      return show('start');
    case 'party':
      if (ownUrl(useDesktop.getState()) === null) return show('host');
      return useDesktop.setState({ dialog: 'party' });
    case 'settings':
      return useDesktop.setState({ dialog: 'settings' });
    case 'new_chat':
      return openWindow('create');
    case 'shortcuts':
      return openWindow('shortcuts');
  }
}

/** Over the chats of the current server; without one there is nothing to open it over. */
function openWindow(window: 'create' | 'shortcuts'): void {
  backToServer();
  if (useApp.getState().session.kind === 'signed_in') showChatWindow(window);
}
