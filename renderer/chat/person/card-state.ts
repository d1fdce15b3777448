import { create } from 'zustand';

/** Whose card is shown, beside what. */
export interface ShownCard {
  username: string;
  /** Where it was asked for; null outside of any chat. */
  chatId: number | null;
  anchor: HTMLElement;
}

/** It belongs to no row: rows come and go with scrolling. */
export const useCard = create<{ shown: ShownCard | null }>()(() => ({ shown: null }));

/** Shows somebody's card; null closes it. */
export const showCard = (shown: ShownCard | null): void => useCard.setState({ shown });
