import { create } from 'zustand';

/** The message that the pointer or the focus came to last: where they are in two places, one toolbar is enough. */
export const useLatestRow = create<{ id: number | null }>()(() => ({ id: null }));

let mouse = { x: NaN, y: NaN };

/** True where the mouse is not where it was when this was last asked. Its events also come where only the page moves. */
export function hasMoved({ clientX: x, clientY: y }: { clientX: number; clientY: number }): boolean {
  const { x: beforeX, y: beforeY } = mouse;
  mouse = { x, y };
  return x !== beforeX || y !== beforeY;
}

export const cameTo = (id: number): void => useLatestRow.setState({ id });

export const hasLeft = (id: number): void =>
  useLatestRow.setState((latest) => (latest.id === id ? { id: null } : latest));
