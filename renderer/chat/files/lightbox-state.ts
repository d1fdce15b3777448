import { create } from 'zustand';

/** The image that is shown large; null where none is. */
interface Lightbox {
  shown: { chatId: number; fileId: number } | null;
}

export const useLightbox = create<Lightbox>()(() => ({ shown: null }));

/** Shows an image of a chat large. */
export const openLightbox = (shown: { chatId: number; fileId: number }): void => useLightbox.setState({ shown });

export const closeLightbox = (): void => useLightbox.setState({ shown: null });
