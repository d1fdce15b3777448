import type { StoreApi } from 'zustand';
import { backoff } from '../../api/backoff.ts';
import { ApiError } from '../../api/errors.ts';
import { FILE_MAX, type FileEntry } from '../../../server/protocol/files.ts';
import type { PreparedImage } from '../../images/prepare.ts';
import { find, requeue } from '../outbox.ts';
import { isPassing } from '../reducer.ts';
import type { AppState, Upload } from '../types.ts';
import { checkFiles, type FileRefusal } from './check-files.ts';
import {
  referenced,
  settled,
  isNothing,
  trayOf,
  uploaded,
  withAttached,
  withoutAttached,
  withoutHopeless,
  withUpload,
} from './tray.ts';

/** Uploads that run at once: more would only share the same line. */
const AT_ONCE = 2;
const TRIES_MAX = 5;
/** A server that asks for a longer wait than this gets the decision back to the user. */
const WAIT_MAX_S = 60;
/** Parts of an upload that are worth a new picture of its progress. */
const STEP = 0.01;

/** One try to bring a file to the server. @throws ApiError */
export type SendUpload = (
  upload: Upload,
  blob: Blob,
  options: { onProgress: (part: number) => void; signal: AbortSignal },
) => Promise<FileEntry>;

export type UploadQueueParts = {
  store: StoreApi<AppState>;
  send: SendUpload;
  /** Null where the file is no image, or none that this browser can decode. */
  prepare: (file: File) => Promise<PreparedImage | null>;
  isConnected: () => boolean;
  newKey: () => string;
  now: () => number;
  /** At least 0 and below 1. */
  random: () => number;
  /** Shows an image for as long as nobody ends that; the URL becomes the server's file's once it is there. */
  show: (blob: Blob) => string;
  endShow: (url: string) => void;
  /** The server has this content now. */
  keep: (file: FileEntry, upload: Upload, blob: Blob) => void;
  /** A sentence on what has failed, for the message that waits for it. */
  sentence: (failed: readonly Upload[]) => string;
};

/** Brings what people attach to the server: two at a time, in order, again where the connection breaks. */
export type UploadQueue = {
  /** Attaches files to the chat's next message and begins to send them; answers why it did not take some. */
  attach: (chatId: number, files: readonly File[]) => FileRefusal[];
  /** Takes a file off the chat's next message; what is under way ends. */
  remove: (key: string) => void;
  retry: (key: string) => void;
  /** Sends an image as it was chosen, or smaller after all. */
  setOriginal: (key: string, isOriginal: boolean) => void;
  /** Sends a refused message again, with whatever of its files there is hope for. */
  retryMessage: (clientId: string) => void;
  /** Attaches the files of a message that is not sent to the next one of its chat. */
  takeBack: (clientId: string) => void;
  /** Lets messages go whose files are all there. */
  settle: () => void;
  /** The connection is there: sends what waits. */
  connected: () => void;
  close: () => void;
};

type Job = {
  source: File | null;
  /** What is sent; null until it is known. */
  prepared: PreparedImage | null;
  running: AbortController | null;
  tries: number;
  timer: ReturnType<typeof setTimeout> | undefined;
};

export function createUploadQueue(parts: UploadQueueParts): UploadQueue {
  const { store, send, prepare, isConnected, now, random } = parts;
  const jobs = new Map<string, Job>();
  let preparing = Promise.resolve();
  let isClosed = false;

  const upload = (key: string) => store.getState().uploads[key];
  const change = (key: string, changes: Partial<Upload>) =>
    store.setState(({ uploads }) => ({ uploads: withUpload(uploads, key, changes) }));

  function attach(chatId: number, files: readonly File[]): FileRefusal[] {
    const state = store.getState();
    const max = state.health?.file_max ?? FILE_MAX;
    const { taken, refusals } = checkFiles(files, trayOf(state, chatId).length, max);
    if (taken.length === 0) return refusals;
    const added = taken.map((source): Upload => {
      const key = parts.newKey();
      jobs.set(key, { source, prepared: null, running: null, tries: 0, timer: undefined });
      const { name, type, size } = source;
      return { key, chat_id: chatId, name, type, size, url: null, original: null, state: { kind: 'preparing' } };
    });
    store.setState((current) => withAttached(current, chatId, added));
    // One after another: each large photo takes its 50 MB while it is drawn.
    for (const { key } of added) preparing = preparing.then(() => prepareOne(key));
    return refusals;
  }

  async function prepareOne(key: string) {
    const job = jobs.get(key);
    if (job?.source == null) return;
    const prepared = await prepare(job.source).catch(() => null);
    if (jobs.get(key) !== job) return;
    job.prepared = prepared;
    const waiting: Partial<Upload> = { state: { kind: 'waiting' } };
    change(key, prepared === null ? waiting : { ...asPrepared(job.source, prepared), ...waiting });
    pump();
  }

  /** How an image is shown that is sent this way. */
  function asPrepared(source: File, { blob, name, width, height }: PreparedImage): Partial<Upload> {
    const isSmaller = blob !== source;
    return {
      name,
      type: blob.type,
      size: blob.size,
      width,
      height,
      url: parts.show(blob),
      original: isSmaller ? { isSent: false, size: source.size } : null,
    };
  }

  function pump() {
    if (isClosed || !isConnected()) return;
    const { uploads } = store.getState();
    let running = [...jobs.values()].filter((job) => job.running !== null).length;
    for (const { key, state } of Object.values(uploads)) {
      if (running >= AT_ONCE) return;
      const job = jobs.get(key);
      if (state.kind !== 'waiting' || job === undefined || job.timer !== undefined) continue;
      running += 1;
      void run(key, job);
    }
  }

  async function run(key: string, job: Job) {
    const current = upload(key);
    const blob = current?.original?.isSent === true ? job.source : (job.prepared?.blob ?? job.source);
    if (current === undefined || blob === null) return;
    const running = new AbortController();
    job.running = running;
    job.tries += 1;
    change(key, { state: { kind: 'sending', part: 0 } });
    let shown = 0;
    try {
      const file = await send(current, blob, {
        signal: running.signal,
        onProgress: (part) => {
          if (job.running !== running || part - shown < STEP) return;
          shown = part;
          change(key, { state: { kind: 'sending', part } });
        },
      });
      if (job.running !== running) return;
      job.running = null;
      parts.keep(file, current, blob);
      change(key, { state: { kind: 'done', file } });
      settleOutbox();
    } catch (error) {
      if (job.running !== running) return;
      job.running = null;
      failed(key, job, error);
    }
    pump();
  }

  function failed(key: string, job: Job, error: unknown) {
    const wait = waitAfter(error, job);
    if (wait === null) {
      const sentence = error instanceof ApiError ? error.message : '';
      change(key, { state: { kind: 'failed', error: sentence, isPassing: mayPass(error) } });
      settleOutbox();
      return;
    }
    change(key, { state: { kind: 'waiting' } });
    job.timer = setTimeout(() => {
      job.timer = undefined;
      pump();
    }, wait);
  }

  /** Milliseconds until the next try; null where there is to be none. */
  function waitAfter(error: unknown, job: Job): number | null {
    if (!(error instanceof ApiError) || !mayPass(error)) return null;
    const isLost = error.kind === 'network' && !isConnected();
    // Without a connection nothing counts as a try: it goes on when there is one.
    if (isLost) job.tries = 0;
    if (job.tries >= TRIES_MAX || (error.retryAfter ?? 0) > WAIT_MAX_S) return null;
    return (error.retryAfter ?? 0) * 1000 + backoff(job.tries, random);
  }

  /** Stops what is under way; another try starts from the beginning. */
  function halt(job: Job) {
    clearTimeout(job.timer);
    job.timer = undefined;
    const { running } = job;
    job.running = null;
    running?.abort();
  }

  function again(key: string) {
    const job = jobs.get(key);
    const current = upload(key);
    if (job === undefined || current?.state.kind !== 'failed' || !current.state.isPassing) return;
    job.tries = 0;
    change(key, { state: { kind: 'waiting' } });
  }

  function settleOutbox() {
    store.setState(({ outbox, uploads }) => {
      const next = outbox.map((entry) => settled(entry, uploads, parts.sentence));
      return next.some((entry, index) => entry !== outbox[index]) ? { outbox: next } : {};
    });
  }

  /** Forgets what nothing waits for any more: sent, discarded, or its chat is gone. */
  function sweep() {
    const { uploads } = store.getState();
    const needed = referenced(store.getState());
    const gone = Object.values(uploads).filter(({ key }) => !needed.has(key));
    if (gone.length === 0) return;
    for (const { key, url, state } of gone) {
      const job = jobs.get(key);
      jobs.delete(key);
      if (job !== undefined) halt(job);
      // What is on the server is shown by the same URL from now on.
      if (url !== null && state.kind !== 'done') parts.endShow(url);
    }
    store.setState({ uploads: Object.fromEntries(Object.entries(uploads).filter(([key]) => needed.has(key))) });
    pump();
  }

  function setOriginal(key: string, isOriginal: boolean) {
    const job = jobs.get(key);
    const current = upload(key);
    if (job?.source == null || job.prepared === null || current?.original == null) return;
    if (current.original.isSent === isOriginal) return;
    halt(job);
    job.tries = 0;
    const { blob, name, width, height } = job.prepared;
    const sent = isOriginal ? job.source : blob;
    if (current.url !== null && current.state.kind !== 'done') parts.endShow(current.url);
    change(key, {
      // The server measures what it gets; for the layout the shape is enough.
      width,
      height,
      type: sent.type,
      size: sent.size,
      name: isOriginal ? job.source.name : name,
      url: parts.show(blob),
      original: { ...current.original, isSent: isOriginal },
      state: { kind: 'waiting' },
    });
    pump();
  }

  function retryMessage(clientId: string) {
    const entry = find(store.getState().outbox, clientId);
    if (entry?.state.kind !== 'refused') return;
    const kept = withoutHopeless(entry, store.getState().uploads);
    if (isNothing(kept)) return;
    for (const key of kept.uploads ?? []) again(key);
    store.setState(({ outbox }) => ({
      outbox: requeue(
        outbox.map((other) => (other === entry ? kept : other)),
        clientId,
        now(),
      ),
    }));
    settleOutbox();
    pump();
  }

  function takeBack(clientId: string) {
    store.setState((state) => {
      const entry = find(state.outbox, clientId);
      if (entry === undefined) return state;
      const waiting = (entry.uploads ?? []).flatMap((key) => state.uploads[key] ?? []);
      const done = (entry.files ?? []).map((file) => uploaded(entry.chat_id, parts.newKey(), file));
      return waiting.length + done.length === 0 ? state : withAttached(state, entry.chat_id, [...waiting, ...done]);
    });
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (state.outbox !== before.outbox || state.tray !== before.tray) sweep();
  });
  // What was kept from the last visit is done, or lost.
  settleOutbox();

  return {
    attach,
    remove: (key) => {
      const current = upload(key);
      if (current === undefined) return;
      store.setState(({ tray }) => ({ tray: withoutAttached(tray, current.chat_id, key) }));
    },
    retry: (key) => {
      again(key);
      pump();
    },
    setOriginal,
    retryMessage,
    takeBack,
    settle: settleOutbox,
    connected: () => {
      for (const job of jobs.values()) {
        clearTimeout(job.timer);
        job.timer = undefined;
      }
      pump();
    },
    close: () => {
      isClosed = true;
      unsubscribe();
      const { uploads } = store.getState();
      for (const [key, job] of jobs) {
        halt(job);
        const shown = uploads[key];
        if (shown !== undefined && shown.url !== null && shown.state.kind !== 'done') parts.endShow(shown.url);
      }
      jobs.clear();
    },
  };
}

/** True where another try may end otherwise. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.kind === 'network' || (error.code !== null && isPassing(error.code)) || (error.status ?? 0) >= 500;
}
