/** What happens to the page that the connection and the storage care about. */
export type PageEvent = 'online' | 'offline' | 'visible' | 'hidden';

/** The page, as far as it is not pixels. */
export type Page = {
  /** Scheme, host and port that the page was loaded from. */
  origin: string;
  /** False only where the device knows that it has no network. */
  isOnline: () => boolean;
  /** Calls `listener` whenever it happens; returns what ends that. */
  on: (event: PageEvent, listener: () => void) => () => void;
};

/** The page that this program runs in. */
export function browserPage(): Page {
  return {
    origin: location.origin,
    isOnline: () => navigator.onLine,
    on: (event, listener) => {
      switch (event) {
        case 'online':
        case 'offline':
          return listen(window, event, listener);
        case 'visible':
          return whenVisibility('visible', listener);
        case 'hidden': {
          const off = [whenVisibility('hidden', listener), listen(window, 'pagehide', listener)];
          return () => off.forEach((end) => end());
        }
      }
    },
  };
}

function listen(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

function whenVisibility(state: DocumentVisibilityState, listener: () => void): () => void {
  return listen(document, 'visibilitychange', () => {
    if (document.visibilityState === state) listener();
  });
}
