import { useSyncExternalStore } from 'react';
import { currentReader, onReader, type Reader } from './language.ts';

/** How texts are written now. Only what shows or arranges it needs this: a change of language draws everything anew. */
export const useReader = (): Reader => useSyncExternalStore(onReader, currentReader);
