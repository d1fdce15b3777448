import { text } from '../texts/text.ts';

/** What the key that goes with shortcuts is called on this machine. */
export const commandKey = (): string => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : text('key.ctrl'));
