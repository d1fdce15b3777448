import { useEffect } from 'react';

interface ShortcutHandlers {
  onSwitch: () => void;
  onHelp: () => void;
  /** -1: the chat above, 1: the one below. */
  onMove: (step: -1 | 1) => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The keys that work anywhere on the page. */
export function useShortcuts({ onSwitch, onHelp, onMove }: ShortcutHandlers): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (command && event.key.toLowerCase() === 'k') onSwitch();
      else if (document.querySelector('[role="dialog"]') !== null) return;
      else if (event.altKey && event.key === 'ArrowUp') onMove(-1);
      else if (event.altKey && event.key === 'ArrowDown') onMove(1);
      else if (event.key === '?' && !isTyping(event.target)) onHelp();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onSwitch, onHelp, onMove]);
}
