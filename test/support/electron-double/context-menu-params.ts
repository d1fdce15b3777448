import type * as Electron from 'electron';
import type { FromPage } from './page/isolated-world.ts';

/** What `context-menu` tells of the place that was clicked. */
export function contextMenuParams(message: FromPage & { kind: 'context-menu' }): Partial<Electron.ContextMenuParams> {
  const { x, y, selectionText, linkURL, isEditable } = message;
  const canCopy = selectionText !== '';
  return {
    x,
    y,
    selectionText,
    linkURL,
    isEditable,
    misspelledWord: '',
    dictionarySuggestions: [],
    editFlags: {
      canUndo: isEditable,
      canRedo: isEditable,
      canCut: isEditable && canCopy,
      canCopy,
      canPaste: isEditable,
      canDelete: isEditable && canCopy,
      canSelectAll: true,
      canEditRichly: false,
    },
  };
}
