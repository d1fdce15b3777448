import { currentReader } from '../texts/language.ts';

const opposite: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/** A key as it would be where lines start at the left: `ArrowRight` is the one that leads on. */
export const readingKey = (key: string): string => (currentReader().direction === 'rtl' ? (opposite[key] ?? key) : key);
