import * as z from 'zod';
import type { Language } from './bridge.ts';
import type { Calls } from './channels.ts';
import type { Handle } from './ipc.ts';
import type { Signal } from './signal.ts';

const notification = z.object({
  title: z.string().max(200),
  body: z.string().max(2000),
  server: z.string().max(300),
  chatId: z.int().positive(),
  messageId: z.int().positive(),
});

interface ShellIpcParts {
  handle: Handle;
  unread: Signal<number>;
  onReady: () => void;
  notify: (notification: Calls['shell:notify']['argument']) => void;
  setLanguage: (language: Language) => void;
  openDataFolder: () => Promise<void>;
  copyDiagnostics: () => Promise<void>;
}

/** Answers the page about what it does as part of the desktop. */
export function answerShell({ handle, unread, onReady, notify, setLanguage, ...actions }: ShellIpcParts): void {
  handle('shell:ready', z.undefined(), onReady);
  handle('shell:notify', notification, notify);
  handle('shell:unread', z.int().min(0), (count) => unread.set(count));
  handle('shell:language', z.enum(['en', 'de']), setLanguage);
  handle('shell:open-data-folder', z.undefined(), actions.openDataFolder);
  handle('shell:copy-diagnostics', z.undefined(), actions.copyDiagnostics);
}
