import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import type { HostState } from '../../electron/bridge.ts';
import { menuTemplate } from '../../electron/menu.ts';
import { trayMenu, trayToolTip } from '../../electron/tray-menu.ts';

const hosting: HostState = {
  kind: 'hosting',
  name: 'Friday',
  serverId: 's',
  url: 'http://127.0.0.1:8000',
  port: 8000,
  addresses: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  access: 'open',
  bot: { kind: 'demo', model: 'demo' },
  discoverable: true,
};

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

function click(items: MenuItemConstructorOptions[], id: string): void {
  const item = items.find((candidate) => candidate.id === id);
  (item?.click as (() => void) | undefined)?.();
}

function setUp(platform: NodeJS.Platform, checkForUpdates?: () => void) {
  const done: string[] = [];
  const template = menuTemplate(platform, {
    goTo: (place) => void done.push(place),
    openDataFolder: () => void done.push('folder'),
    copyDiagnostics: () => void done.push('diagnostics'),
    showAbout: () => void done.push('about'),
    checkForUpdates,
  });
  return { done, template, items: flatten(template) };
}

test.each(['darwin', 'win32', 'linux'] as const)(
  '[SHELL10] on %s every place is in the menu, with its key',
  (platform) => {
    const { done, items } = setUp(platform);
    for (const id of ['new_chat', 'party', 'start', 'settings', 'shortcuts', 'data_folder', 'diagnostics'])
      click(items, id);
    expect(done).toEqual(['new_chat', 'party', 'start', 'settings', 'shortcuts', 'folder', 'diagnostics']);
    const roles = items.map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['quit', 'editMenu', 'windowMenu', 'zoomIn', 'zoomOut', 'resetZoom']));
    const keys = items.map(({ accelerator }) => accelerator).filter(Boolean);
    expect(keys).toContain('CmdOrCtrl+,');
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test('[SHELL10] macOS has the menu of the app itself, the others have it all in File and Help', () => {
  expect(setUp('darwin').template.map(({ label }) => label)[0]).toBe('Gemini Coop');
  expect(setUp('linux').template.map(({ label }) => label)[0]).toBe('File');
});

test('[SHELL10] one can look for updates only where there is somewhere to look', () => {
  const looked: string[] = [];
  click(setUp('win32', () => void looked.push('looked')).items, 'updates');
  expect(looked).toEqual(['looked']);
  expect(setUp('win32').items.some(({ id }) => id === 'updates')).toBe(false);
});

test('[SHELL11] the tray tells of the party and of unread messages, and can stop it', () => {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const actions = { show: note('show'), showParty: note('party'), stopHosting: note('stop'), quit: note('quit') };
  const items = trayMenu(hosting, 2, actions);
  expect(items.map(({ label }) => label).filter(Boolean)).toEqual([
    'Hosting “Friday”',
    '2 unread messages',
    'Show Gemini Coop',
    'Stop hosting',
    'Quit Gemini Coop',
  ]);
  for (const id of ['host', 'unread', 'show', 'stop', 'quit']) click(items, id);
  expect(done).toEqual(['party', 'show', 'show', 'stop', 'quit']);
  expect(trayToolTip(hosting, 1)).toBe('Gemini Coop – Hosting “Friday” – 1 unread message');
});

test.each([
  ['stopped', 'Not hosting', 'Gemini Coop'],
  ['starting', 'The party is starting…', 'Gemini Coop – The party is starting…'],
  ['stopping', 'The party is ending…', 'Gemini Coop – The party is ending…'],
] as const)('[SHELL11] while the party is %s the tray says "%s"', (kind, label, toolTip) => {
  const nothing = () => undefined;
  const items = trayMenu({ kind }, 0, { show: nothing, showParty: nothing, stopHosting: nothing, quit: nothing });
  expect(items[0]).toMatchObject({ label, enabled: false });
  expect(items.some(({ id }) => id === 'stop' || id === 'unread')).toBe(false);
  expect(trayToolTip({ kind }, 0)).toBe(toolTip);
});
