interface Range {
  start: number;
  end: number;
}

/**
 * Writes into a text field as if it had been typed: in the place of a range, or of what is selected. The caret stands
 * behind it, and it can be undone.
 */
export function insertText(field: HTMLTextAreaElement, text: string, range?: Range): void {
  const { start, end } = range ?? { start: field.selectionStart, end: field.selectionEnd };
  field.focus();
  field.setSelectionRange(start, end);
  // Outdated, and the only way that a browser can undo.
  // oxlint-disable-next-line typescript/no-deprecated
  const isTyped = typeof document.execCommand === 'function' && document.execCommand('insertText', false, text);
  if (isTyped) return;
  // React overlooks a value that is set on the element itself.
  const next = field.value.slice(0, start) + text + field.value.slice(end);
  Reflect.set(HTMLTextAreaElement.prototype, 'value', next, field);
  field.setSelectionRange(start + text.length, start + text.length);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}
