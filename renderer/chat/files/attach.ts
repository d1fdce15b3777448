import { toast } from 'sonner';
import { FILES_PER_MESSAGE_MAX } from '../../../server/protocol/files.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { FileRefusal } from '../../state/uploads/check-files.ts';
import { text } from '../../texts/text.ts';
import { errorText } from '../error-text.ts';
import { fileSize } from './file-size.ts';

function sentence(refusal: FileRefusal): string {
  switch (refusal.kind) {
    case 'empty':
      return text('attach.refused.empty', { name: refusal.name });
    case 'too_large':
      return text('attach.refused.large', { name: refusal.name, max: fileSize(refusal.max) });
    case 'too_many':
      return text('attach.refused.many', { max: FILES_PER_MESSAGE_MAX });
  }
}

/** Attaches files to the chat's next message, and says why some were not taken. */
export function attach(chatId: number, files: readonly File[]): void {
  if (files.length === 0) return;
  if (useApp.getState().composing[chatId]?.kind === 'edit') {
    toast.error(text('attach.refused.edit'));
    return;
  }
  try {
    for (const refusal of actions.attach(chatId, files)) toast.error(sentence(refusal));
  } catch (error) {
    toast.error(errorText(error));
  }
  document.getElementById('composer')?.focus();
}

/** The files of what was dropped; folders are refused. */
export function attachDropped(chatId: number, data: DataTransfer): void {
  const files: File[] = [];
  let hasFolder = false;
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const file = item.getAsFile();
    if (item.webkitGetAsEntry()?.isDirectory === true) hasFolder = true;
    else if (file !== null) files.push(file);
  }
  if (hasFolder) toast.error(text('attach.refused.folder'));
  attach(chatId, files);
}

/**
 * The files on the clipboard, where it holds nothing else that could be pasted: programs for texts and tables put a
 * picture of what was copied beside it.
 */
export function pastedFiles(data: DataTransfer): File[] {
  return data.types.includes('text/plain') ? [] : [...data.files];
}
