/** A row that is not there yet takes some frames to be laid out. */
const FRAMES_MAX = 30;

const rowIn = (view: HTMLElement, messageId: number) =>
  view.querySelector<HTMLElement>(`[data-message="${messageId}"]`);

/**
 * Gives the row of a message the focus, as soon as it is there and takes it: the list hides a row until it has measured
 * it, and what is hidden takes no focus.
 * @param settled what to do once it has the focus, or is not to be had; it is told the row or null.
 * @returns gives it up, without a word
 */
export function focusRow(
  view: HTMLElement,
  messageId: number,
  settled: (row: HTMLElement | null) => void = () => undefined,
): () => void {
  let frame = 0;
  const meet = (tries: number) => {
    const row = rowIn(view, messageId);
    row?.focus({ preventScroll: true });
    if (row !== null && document.activeElement === row) settled(row);
    else if (tries === FRAMES_MAX) settled(null);
    else frame = requestAnimationFrame(() => meet(tries + 1));
  };
  meet(0);
  return () => cancelAnimationFrame(frame);
}
