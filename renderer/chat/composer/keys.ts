interface Key {
  key: string;
  keyCode: number;
  isComposing: boolean;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/**
 * True where a key press means "send": Enter alone, and never while an input method is composing. Safari reports the
 * Enter that ends a composition as no longer composing, but with key code 229.
 */
export function isSend(event: Key): boolean {
  return event.key === 'Enter' && !event.isComposing && event.keyCode !== 229 && !event.shiftKey && !event.altKey;
}
