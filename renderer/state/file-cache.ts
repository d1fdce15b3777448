/** What can be shown of the server's files: where it is, and what the page may take it for. */
export type FileSource = {
  /** Stays with the content: another content has another key. */
  key: string;
  /** Path on the server. */
  path: string;
  type: string;
};

/** A file for as long as something on the page shows it. */
export type HeldFile = {
  /** Its object URL once it is there. */
  loaded: Promise<string>;
  /** It is not shown any more; the URL may end any time. */
  release: () => void;
};

/** The files that are shown, or were so lately, as object URLs. */
export type FileCache = {
  hold: (source: FileSource) => HeldFile;
  /** The content, and its object URL, where they are there. */
  blob: (key: string) => Blob | null;
  url: (key: string) => string | null;
  /** Keeps a content that came from this device under the key that it has on the server; answers its URL. */
  put: (key: string, blob: Blob, url?: string) => void;
  /** Ends every URL. */
  close: () => void;
};

type Entry = {
  holds: number;
  content: { blob: Blob; url: string } | null;
  loading: { promise: Promise<string>; controller: AbortController } | null;
};

/** Bytes of what is kept that nothing shows at the moment. */
const KEPT_MAX = 64 * 1_048_576;

type CacheParts = {
  load: (source: FileSource, signal: AbortSignal) => Promise<Blob>;
  keptMax?: number;
  newUrl?: (blob: Blob) => string;
  endUrl?: (url: string) => void;
};

/** What is held is never forgotten; of the rest, what was used longest ago goes first. */
export function createFileCache({
  load,
  keptMax = KEPT_MAX,
  newUrl = (blob) => URL.createObjectURL(blob),
  endUrl = (url) => URL.revokeObjectURL(url),
}: CacheParts): FileCache {
  /** The one that was used last comes last. */
  const entries = new Map<string, Entry>();
  let isClosed = false;

  function use(key: string): Entry {
    const entry = entries.get(key) ?? { holds: 0, content: null, loading: null };
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  }

  function forget(key: string, { content, loading }: Entry) {
    entries.delete(key);
    loading?.controller.abort();
    if (content !== null) endUrl(content.url);
  }

  function trim() {
    let kept = 0;
    for (const [key, entry] of [...entries].toReversed()) {
      if (entry.holds > 0) continue;
      kept += entry.content?.blob.size ?? 0;
      if (entry.content === null || kept > keptMax) forget(key, entry);
    }
  }

  function fill(entry: Entry, blob: Blob, url = newUrl(blob)): string {
    if (entry.content !== null && entry.content.url !== url) endUrl(entry.content.url);
    entry.content = { blob, url };
    trim();
    return url;
  }

  function fetchInto(entry: Entry, source: FileSource): Promise<string> {
    if (entry.content !== null) return Promise.resolve(entry.content.url);
    if (entry.loading !== null) return entry.loading.promise;
    const controller = new AbortController();
    const loading = {
      controller,
      promise: load(source, controller.signal).then(
        (blob) => {
          entry.loading = null;
          if (isClosed) throw new Error('The files are closed.');
          return entry.content?.url ?? fill(entry, blob);
        },
        (error: unknown) => {
          entry.loading = null;
          if (entry.content !== null) return entry.content.url;
          throw error;
        },
      ),
    };
    entry.loading = loading;
    // Whoever waits for it hears of the failure; there may be nobody any more.
    loading.promise.catch(() => undefined);
    return loading.promise;
  }

  return {
    hold: (source) => {
      const entry = use(source.key);
      entry.holds += 1;
      const loaded = fetchInto(entry, source);
      let isHeld = true;
      return {
        loaded,
        release: () => {
          if (!isHeld) return;
          isHeld = false;
          entry.holds -= 1;
          trim();
        },
      };
    },
    blob: (key) => entries.get(key)?.content?.blob ?? null,
    url: (key) => entries.get(key)?.content?.url ?? null,
    put: (key, blob, url) => {
      const entry = use(key);
      entry.loading?.controller.abort();
      fill(entry, blob, url);
    },
    close: () => {
      isClosed = true;
      for (const { content, loading } of entries.values()) {
        loading?.controller.abort();
        if (content !== null) endUrl(content.url);
      }
      entries.clear();
    },
  };
}
