/** What happens to the page that the connection and the storage care about. */
export type PageEvent = 'online' | 'offline' | 'visible' | 'hidden' | 'focus' | 'blur' | 'input';

/** The page, as far as it is not pixels. */
export type Page = {
  /** Scheme, host and port that the page was loaded from. */
  origin: string;
  /** False only where the device knows that it has no network. */
  isOnline: () => boolean;
  /** True while somebody is looking at it: visible, and the window in front. */
  isFocused: () => boolean;
  /** Goes to another address of this program, such as `/chats/5`. */
  go: (path: string) => void;
  /** Calls `listener` whenever it happens; returns what ends that. */
  on: (event: PageEvent, listener: () => void) => () => void;
};

/** What somebody does who is there. */
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

/** The page that this program runs in. */
export function browserPage(): Page {
  return {
    origin: location.origin,
    isOnline: () => navigator.onLine,
    isFocused: () => document.visibilityState === 'visible' && document.hasFocus(),
    go: (path) => history.pushState(null, '', path),
    on: (event, listener) => {
      switch (event) {
        case 'online':
        case 'offline':
        case 'focus':
        case 'blur':
          return listen(window, event, listener);
        case 'input': {
          const off = touches.map((type) => listen(window, type, listener));
          return () => off.forEach((end) => end());
        }
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
  target.addEventListener(type, listener, { passive: true });
  return () => target.removeEventListener(type, listener);
}

function whenVisibility(state: DocumentVisibilityState, listener: () => void): () => void {
  return listen(document, 'visibilitychange', () => {
    if (document.visibilityState === state) listener();
  });
}
