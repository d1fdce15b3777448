import type { Carrier } from './world-port.ts';

/**
 * Carries over events of the document, which both worlds of a page share; the browser clones what an event tells from
 * one world to the other. It is evaluated from its own source, before any script of the page could change what it uses.
 * @param secret makes the events' names unknown to the page.
 */
export function createDocumentCarrier(secret: string): Carrier {
  const { document, CustomEvent } = window;
  const dispatch = document.dispatchEvent.bind(document);
  return {
    dispatch: (channel, message) => void dispatch(new CustomEvent(secret + channel, { detail: message })),
    listen(channel, listener) {
      const heard = (event: Event) => {
        event.stopImmediatePropagation();
        listener((event as CustomEvent<unknown>).detail);
      };
      document.addEventListener(secret + channel, heard, true);
    },
  };
}
