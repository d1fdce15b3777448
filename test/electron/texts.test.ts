import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, describe, expect, test } from 'vitest';
import type { Language } from '../../electron/bridge.ts';
import { menuTemplate } from '../../electron/menu.ts';
import { bestLanguage, dictionaries, isLanguage, language } from '../../electron/texts/texts.ts';
import { trayMenu, trayToolTip } from '../../electron/tray-menu.ts';

afterEach(() => language.set('en'));

const nothing = () => undefined;
const actions = { goTo: nothing, openDataFolder: nothing, copyDiagnostics: nothing, showAbout: nothing };

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

const menuIn = (chosen: Language, platform: NodeJS.Platform) => {
  language.set(chosen);
  return flatten(menuTemplate(platform, { ...actions, checkForUpdates: nothing }));
};

/** Every text of a dictionary by where it is; those with blanks are filled. */
function textsOf(part: unknown, at = ''): [string, string][] {
  if (typeof part === 'string') return [[at, part]];
  // Two fillings: a plural has a form for one.
  if (typeof part === 'function') {
    const say = (blank: number) => String((part as (blank: number) => unknown)(blank));
    return [
      [`${at}(1)`, say(1)],
      [`${at}(7)`, say(7)],
    ];
  }
  return Object.entries(part as object).flatMap(([key, inner]) => textsOf(inner, `${at}.${key}`));
}

const languages = Object.keys(dictionaries).filter(isLanguage);

describe.each(languages)('[SHELL18] in %s', (name) => {
  const english = textsOf(dictionaries.en);
  const own = textsOf(dictionaries[name]);

  test('every text of English is there, and no other', () => {
    expect(own.map(([at]) => at)).toEqual(english.map(([at]) => at));
    expect(own.filter(([, said]) => said.trim() === '')).toEqual([]);
  });

  test('every text says what stands in its blank', () => {
    expect(own.filter(([at, said]) => at.endsWith('(7)') && !said.includes('7'))).toEqual([]);
  });

  test.each(['darwin', 'win32', 'linux'] as const)('each item of the menus on %s has a label', (platform) => {
    const said = new Set(own.map(([, words]) => words));
    const others = menuIn(name, platform).filter(({ type, visible, label = '' }) => {
      return type !== 'separator' && visible !== false && !said.has(label);
    });
    expect(others).toEqual([]);
  });
});

test('[SHELL18] the menus and the tray are in the language of now', () => {
  const labels = (chosen: Language) => menuIn(chosen, 'linux').map(({ id, label }) => id && label);
  expect(labels('en')).toContain('Keyboard shortcuts');
  expect(labels('de')).toContain('Tastenkürzel');
  const tray = trayMenu({ kind: 'stopped' }, 3, {
    show: nothing,
    showParty: nothing,
    stopHosting: nothing,
    quit: nothing,
  });
  expect(tray.map(({ label }) => label).filter(Boolean)).toEqual([
    'Keine Party',
    '3 ungelesene Nachrichten',
    'Gemini Coop anzeigen',
    'Gemini Coop beenden',
  ]);
  expect(trayToolTip({ kind: 'starting' }, 1)).toBe('Gemini Coop – Die Party startet … – 1 ungelesene Nachricht');
});

test.each([
  [['de-AT', 'en-US'], 'de'],
  [['fr-FR', 'de_DE.UTF-8'], 'de'],
  [['fr', 'C'], 'en'],
  [['constructor'], 'en'],
  [[], 'en'],
])('[SHELL18] who reads %j is spoken to in %s', (preferred, wanted) => {
  expect(bestLanguage(preferred)).toBe(wanted);
});
