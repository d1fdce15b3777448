import { useEffect } from 'react';
import type { SearchScope } from './search/open-search.ts';

interface ShortcutHandlers {
  onSwitch: () => void;
  onHelp: () => void;
  /** False: there is nothing to search in, or the browser's own search is meant. */
  onSearch: (scope: SearchScope) => boolean;
  /** -1: the chat above, 1: the one below. */
  onMove: (step: -1 | 1) => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The keys that work anywhere on the page. */
export function useShortcuts({ onSwitch, onHelp, onSearch, onMove }: ShortcutHandlers): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
      const command = isCommand && !event.shiftKey;
      const isSearch = isCommand && event.key.toLowerCase() === 'f';
      if (command && event.key.toLowerCase() === 'k') onSwitch();
      else if (document.querySelector('[role="dialog"]') !== null) return;
      else if (isSearch) {
        if (!onSearch(event.shiftKey ? 'all' : 'chat')) return;
      } else if (event.altKey && event.key === 'ArrowUp') onMove(-1);
      else if (event.altKey && event.key === 'ArrowDown') onMove(1);
      else if (event.key === '?' && !isTyping(event.target)) onHelp();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onSwitch, onHelp, onSearch, onMove]);
}
