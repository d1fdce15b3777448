import { create } from 'zustand';

/** The message that the pointer or the focus came to last: where they are in two places, one toolbar is enough. */
export const useLatestRow = create<{ id: number | null }>()(() => ({ id: null }));

export const cameTo = (id: number): void => useLatestRow.setState({ id });

export const hasLeft = (id: number): void =>
  useLatestRow.setState((latest) => (latest.id === id ? { id: null } : latest));
