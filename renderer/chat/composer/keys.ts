import type { KeyboardEvent } from 'react';

interface Key {
  key: string;
  keyCode: number;
  isComposing: boolean;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Takes a key press of the text field, or leaves it to the next one by answering false. */
export type KeyHandler = (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;

/** Gives a key press to the first handler that takes it; what nobody takes does what it always does. */
export function handleKey(event: KeyboardEvent<HTMLTextAreaElement>, handlers: readonly KeyHandler[]): void {
  if (handlers.some((take) => take(event))) event.preventDefault();
}

/** True while an input method is composing. Safari reports the Enter that ends a composition with key code 229 only. */
export function isComposing(event: Pick<Key, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** True where a key press means "send": Enter alone, and never while an input method is composing. */
export function isSend(event: Key): boolean {
  return event.key === 'Enter' && !isComposing(event) && !event.shiftKey && !event.altKey;
}

/** True where none of the keys is held that make another one of it. */
export function isPlain(event: Key): boolean {
  return !isComposing(event) && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
}
