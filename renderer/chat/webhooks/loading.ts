import type { Loaded } from '../../state/types.ts';
import { errorText } from '../error-text.ts';

/** Loads a list; how that ends is told, also where it cannot even begin. What is shown meanwhile stays. */
export function loading<Item>(load: () => Promise<Item[]>, tell: (loaded: Loaded<Item>) => void): void {
  Promise.resolve()
    .then(load)
    .then((list) => tell({ kind: 'ready', list }))
    .catch((error: unknown) => tell({ kind: 'error', error: errorText(error) }));
}
