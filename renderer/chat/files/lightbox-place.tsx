import { useEffect } from 'react';
import { lazy, useLazy } from '../markdown/lazy.ts';
import { closeLightbox, useLightbox } from './lightbox-state.ts';

const module = lazy(async () => import('./lightbox.tsx'));

/** Where an image of the open chat is shown large, once somebody wants to see one. */
export function LightboxPlace({ chatId }: { chatId: number }) {
  const shown = useLightbox((state) => state.shown);
  const wanted = shown?.chatId === chatId;
  const loaded = useLazy(module, wanted);
  // Another chat is another place.
  useEffect(() => closeLightbox, [chatId]);
  if (!wanted || loaded === null) return null;
  return <loaded.Lightbox chatId={chatId} fileId={shown.fileId} />;
}
