import type { MenuItemConstructorOptions } from 'electron';
import type { HostState } from './bridge.ts';
import { texts } from './texts/texts.ts';

interface TrayActions {
  show: () => void;
  showParty: () => void;
  stopHosting: () => void;
  quit: () => void;
}

/** What the tray says and offers. @param unread messages that were not seen */
export function trayMenu(host: HostState, unread: number, actions: TrayActions): MenuItemConstructorOptions[] {
  const isHosting = host.kind === 'hosting';
  return [
    { id: 'host', label: describeHost(host), enabled: isHosting, click: actions.showParty },
    ...(unread > 0 ? [{ id: 'unread', label: texts().tray.unread(unread), click: actions.show }] : []),
    { type: 'separator' },
    { id: 'show', label: texts().tray.show, click: actions.show },
    ...(isHosting ? [{ id: 'stop', label: texts().tray.stopHosting, click: actions.stopHosting }] : []),
    { type: 'separator' },
    { id: 'quit', label: texts().tray.quit, click: actions.quit },
  ];
}

/** One line for the pointer that rests on the tray. */
export function trayToolTip(host: HostState, unread: number): string {
  const parts = [texts().app, ...(host.kind === 'stopped' ? [] : [describeHost(host)])];
  return [...parts, ...(unread > 0 ? [texts().tray.unread(unread)] : [])].join(' – ');
}

function describeHost(host: HostState): string {
  switch (host.kind) {
    case 'stopped':
      return texts().tray.notHosting;
    case 'starting':
      return texts().tray.starting;
    case 'stopping':
      return texts().tray.stopping;
    case 'hosting':
      return texts().tray.hosting(host.name);
  }
}
