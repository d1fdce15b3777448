/**
 * Moves the focus from message to message with the arrow keys. From the log itself it goes to the last message in sight;
 * what is longer than the view is scrolled first. True where the key was for this.
 */
export function moveFocus(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'target'>,
  log: HTMLElement,
): boolean {
  const { key, target } = event;
  if ((key !== 'ArrowUp' && key !== 'ArrowDown') || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return false;
  }
  const rows = [...log.querySelectorAll<HTMLElement>('[data-message]')];
  const view = log.getBoundingClientRect();
  if (target === log) {
    const inSight = rows.filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > view.top && top < view.bottom;
    });
    const start = key === 'ArrowUp' ? inSight.at(-1) : inSight[0];
    start?.focus({ preventScroll: true });
    return start !== undefined;
  }
  const at = rows.findIndex((row) => row === target);
  if (at === -1) return false;
  const { top, bottom } = rows[at]!.getBoundingClientRect();
  const goesOn = key === 'ArrowUp' ? top < view.top - 1 : bottom > view.bottom + 1;
  if (goesOn) return false;
  const next = rows[key === 'ArrowUp' ? at - 1 : at + 1];
  if (next === undefined) return false;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}
