import { clipboard, Menu, type BrowserWindow, type ContextMenuParams, type MenuItemConstructorOptions } from 'electron';
import { texts } from './texts/texts.ts';
import { webPage } from './web-page.ts';

/** The menu of the right mouse button: spelling, copy and paste, links. */
export function setUpContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, params) => {
    const items = [...spelling(window, params), ...editing(params), ...link(params)];
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}

function spelling({ webContents }: BrowserWindow, params: ContextMenuParams): MenuItemConstructorOptions[] {
  const word = params.misspelledWord;
  if (word === '') return [];
  return [
    ...params.dictionarySuggestions.map((suggestion) => ({
      label: suggestion,
      click: () => webContents.replaceMisspelling(suggestion),
    })),
    {
      label: texts().menu.addToDictionary,
      click: () => webContents.session.addWordToSpellCheckerDictionary(word),
    },
    { type: 'separator' },
  ];
}

function editing({ isEditable, editFlags, selectionText }: ContextMenuParams): MenuItemConstructorOptions[] {
  const { cut, copy, paste, selectAll } = texts().menu;
  if (isEditable) {
    return [
      { role: 'cut', label: cut, enabled: editFlags.canCut },
      { role: 'copy', label: copy, enabled: editFlags.canCopy },
      { role: 'paste', label: paste, enabled: editFlags.canPaste },
      { role: 'selectAll', label: selectAll, enabled: editFlags.canSelectAll },
    ];
  }
  return selectionText.trim() === '' ? [] : [{ role: 'copy', label: copy }];
}

function link({ linkURL }: ContextMenuParams): MenuItemConstructorOptions[] {
  const url = webPage(linkURL);
  return url === null ? [] : [{ label: texts().menu.copyLink, click: () => void clipboard.writeText(url) }];
}
