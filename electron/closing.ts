import { app, dialog, type BrowserWindow } from 'electron';
import type { Log } from '../server/index.ts';
import type { HostState } from './bridge.ts';
import type { SettingsFile } from './settings.ts';
import type { Signal } from './signal.ts';
import { texts } from './texts/texts.ts';

interface ClosingParts {
  window: BrowserWindow;
  host: Signal<HostState>;
  settings: SettingsFile;
  log: Log;
}

type Choice = 'tray' | 'quit' | 'cancel';
const choices = ['tray', 'quit', 'cancel'] as const satisfies Choice[];

/**
 * What closing the window does: on macOS the app stays; elsewhere it quits, or, while a party is held, asks whether to
 * keep that in the tray.
 */
export function setUpClosing({ window, host, settings, log }: ClosingParts): void {
  let isQuitting = false;
  let isAsking = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });

  const carryOut = (choice: Choice) => {
    if (choice === 'tray') window.hide();
    else if (choice === 'quit') app.quit();
  };

  window.on('close', (event) => {
    if (isQuitting) return;
    event.preventDefault();
    const state = host.value;
    if (process.platform === 'darwin') return carryOut('tray');
    if (state.kind !== 'hosting') return carryOut('quit');
    const { closeWhileHosting } = settings.current;
    if (closeWhileHosting !== 'ask') return carryOut(closeWhileHosting);
    if (isAsking) return;
    isAsking = true;
    ask(window, state.name, settings)
      .then(carryOut)
      .catch((error: unknown) => log.error({ err: error }, 'closing could not be asked about'))
      .finally(() => {
        isAsking = false;
      });
  });
}

async function ask(window: BrowserWindow, party: string, settings: SettingsFile): Promise<Choice> {
  const { message, detail, keep, stop, cancel, remember } = texts().closing;
  const { response, checkboxChecked } = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail: detail(party),
    buttons: [keep, stop, cancel],
    defaultId: choices.indexOf('tray'),
    cancelId: choices.indexOf('cancel'),
    checkboxLabel: remember,
    noLink: true,
  });
  const choice = choices[response] ?? 'cancel';
  if (checkboxChecked && choice !== 'cancel') settings.change({ closeWhileHosting: choice });
  return choice;
}
