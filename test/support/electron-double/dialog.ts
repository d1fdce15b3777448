import type * as Electron from 'electron';
import { only, unsupported } from './unsupported.ts';

/** Nobody is there to answer: a test says beforehand, in the same way with Electron itself, what somebody would. */
const unanswered = (name: string) => (): never =>
  unsupported(`dialog.${name} without an answer: replace it in the test with app.evaluate, which`);

export const dialog = only('dialog', {
  showMessageBox: unanswered('showMessageBox'),
  showMessageBoxSync: unanswered('showMessageBoxSync'),
  showOpenDialog: unanswered('showOpenDialog'),
  showSaveDialog: unanswered('showSaveDialog'),
  showErrorBox: (title, content) => void process.stderr.write(`${title}\n${content}\n`),
} satisfies Pick<
  Electron.Dialog,
  'showMessageBox' | 'showMessageBoxSync' | 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox'
>);
