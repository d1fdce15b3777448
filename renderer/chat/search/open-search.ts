import { create } from 'zustand';

/** Where messages are looked for. */
export type SearchScope = 'chat' | 'all';

interface OpenSearch {
  isOpen: boolean;
  scope: SearchScope;
  /** Grows with every wish to type; the field takes the focus then. */
  asked: number;
  /** What is to be looked for at once; null where that is still to be typed. */
  query: string | null;
}

/** Whether the search stands beside the chats. It stays where another chat is opened. */
export const useOpenSearch = create<OpenSearch>()(() => ({ isOpen: false, scope: 'chat', asked: 0, query: null }));

/** Where the focus was before; closing leads back there. */
let cameFrom: Element | null = null;

/** Opens the search, or leads back into its field. @param query what to look for, where that is known already */
export function openSearch(scope: SearchScope, query: string | null = null): void {
  useOpenSearch.setState(({ isOpen, asked }) => {
    if (!isOpen) cameFrom = document.activeElement;
    return { isOpen: true, scope, asked: asked + 1, query };
  });
}

export function closeSearch(): void {
  if (!useOpenSearch.getState().isOpen) return;
  useOpenSearch.setState({ isOpen: false });
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  cameFrom = null;
}

export const setSearchScope = (scope: SearchScope): void => useOpenSearch.setState({ scope });

/** True while somebody is typing what to look for. */
export const isInSearchField = (): boolean => document.activeElement?.closest('[data-search-field]') !== null;
