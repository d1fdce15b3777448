/** Small texts that outlive the page. Never throws: what the browser refuses to keep lives until the page is closed. */
export type TextStorage = {
  get: (key: string) => string | null;
  set: (key: string, text: string) => void;
  remove: (key: string) => void;
  /** Every key that starts with this. */
  keys: (prefix: string) => string[];
  /** Calls back when another tab changes a key; `text` is null where it was removed. Returns what ends that. */
  onChange: (listener: (key: string, text: string | null) => void) => () => void;
};

/** The browser's local storage, with a memory behind it for private windows and full disks. */
export function browserStorage(page: Window): TextStorage {
  // Holds only what local storage would not take.
  const memory = new Map<string, string>();

  function local(): Storage | null {
    try {
      return page.localStorage;
    } catch {
      return null;
    }
  }

  return {
    get: (key) => memory.get(key) ?? local()?.getItem(key) ?? null,
    set: (key, text) => {
      const storage = local();
      try {
        if (storage === null) throw new Error('no storage');
        storage.setItem(key, text);
        memory.delete(key);
      } catch {
        // An older text must not come back after a reload.
        storage?.removeItem(key);
        memory.set(key, text);
      }
    },
    remove: (key) => {
      memory.delete(key);
      local()?.removeItem(key);
    },
    keys: (prefix) => {
      const storage = local();
      const stored = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
      return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
    },
    onChange: (listener) => {
      const changed = (event: StorageEvent) => {
        if (event.key !== null) listener(event.key, event.newValue);
      };
      page.addEventListener('storage', changed);
      return () => page.removeEventListener('storage', changed);
    },
  };
}
