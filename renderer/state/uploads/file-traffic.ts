import * as z from 'zod/mini';
import type { Rest } from '../../api/rest.ts';
import { fetchFile } from '../../api/fetch-file.ts';
import { sendFile } from '../../api/send-file.ts';
import { checkedArchive } from '../../../server/protocol/archive.ts';
import { fileEntry } from '../../../server/protocol/files.ts';
import { user, type User } from '../../../server/protocol/users.ts';
import type { StoreApi } from 'zustand';
import type { Environment } from '../environment.ts';
import { createFileCache, type FileCache } from '../file-cache.ts';
import type { Actions, AppState } from '../types.ts';
import { keepUploads } from './kept-uploads.ts';
import { sentenceOn } from './sentence.ts';
import { avatarSource, fileSource } from './sources.ts';
import { createUploadQueue, type UploadQueue } from './upload-queue.ts';

/** All of an archive is looked at before there is an answer. */
const ARCHIVE_CHECK_MS = 30 * 60_000;

type TrafficParts = {
  store: StoreApi<AppState>;
  environment: Environment;
  /** Base URL of the server; '' is the page's own origin. */
  server: string;
  /** Prefix of what is kept for this user. */
  prefix: string;
  token: string;
  rest: Pick<Rest, 'removePicture'>;
  isConnected: () => boolean;
  onUnauthorized: () => void;
  /** Ends everything that is under way. */
  signal: AbortSignal;
};

/** The files of one user, to and from the server. */
export type FileTraffic = {
  uploads: UploadQueue;
  /** What is shown. */
  cache: FileCache;
  load: Actions['loadFile'];
  setPicture: Actions['setPicture'];
  /** Gives this user a picture; it is on the page already then. */
  setAvatar: (picture: Blob, onProgress?: (part: number) => void) => Promise<User>;
  sendArchive: Actions['sendArchive'];
  close: () => void;
};

/** Begins where the last visit ended: what was attached then and has come through is attached still. */
export function createFileTraffic(parts: TrafficParts): FileTraffic {
  const { store, environment, token, onUnauthorized, signal: ended } = parts;
  const base = parts.server.replace(/\/+$/, '');

  const load: Actions['loadFile'] = async (source, { signal, onProgress }) => {
    const known = cache.blob(source.key);
    if (known !== null) return known;
    return fetchFile({
      url: base + source.path,
      token,
      fetch: environment.fetch,
      type: source.type,
      onProgress,
      onUnauthorized,
      signal: AbortSignal.any([signal, ended]),
    });
  };

  const cache = createFileCache({ load: (source, signal) => load(source, { signal }) });
  const endKeeping = keepUploads(store, environment.storage, parts.prefix);
  const uploads = createUploadQueue({
    store,
    send: async ({ chat_id, name, width, height }, blob, { onProgress, signal }) => {
      const body = new FormData();
      if (width !== undefined && height !== undefined) {
        body.set('width', String(width));
        body.set('height', String(height));
      }
      body.set('file', new File([blob], name, { type: blob.type }));
      return sendFile({
        url: `${base}/api/chats/${chat_id}/files`,
        method: 'POST',
        token,
        body,
        schema: fileEntry,
        XMLHttpRequest: environment.XMLHttpRequest,
        onProgress,
        onUnauthorized,
        signal: AbortSignal.any([signal, ended]),
      });
    },
    prepare: environment.prepareImage,
    isConnected: parts.isConnected,
    newKey: environment.newClientId,
    now: environment.now,
    random: environment.random,
    show: (blob) => URL.createObjectURL(blob),
    endShow: (url) => URL.revokeObjectURL(url),
    keep: (file, { chat_id, url }, blob) => {
      if (url !== null) cache.put(fileSource(chat_id, file).key, blob, url);
    },
    sentence: sentenceOn,
  });

  return {
    uploads,
    cache,
    load,
    setPicture: async (chatId, picture) => {
      if (picture === null) {
        await parts.rest.removePicture(chatId);
        return;
      }
      const body = new FormData();
      body.set('file', new File([picture], 'picture', { type: picture.type }));
      await sendFile({
        url: `${base}/api/chats/${chatId}/picture`,
        method: 'PUT',
        token,
        body,
        // What has changed comes as a frame, to everybody alike.
        schema: z.looseObject({}),
        XMLHttpRequest: environment.XMLHttpRequest,
        onUnauthorized,
        signal: ended,
      });
    },
    setAvatar: async (picture, onProgress) => {
      const body = new FormData();
      body.set('file', new File([picture], 'picture', { type: picture.type }));
      const changed = await sendFile({
        url: `${base}/api/auth/me/avatar`,
        method: 'PUT',
        token,
        body,
        schema: user,
        XMLHttpRequest: environment.XMLHttpRequest,
        ...(onProgress !== undefined && { onProgress }),
        onUnauthorized,
        signal: ended,
      });
      if (typeof changed.avatar === 'string') cache.put(avatarSource(changed.id, changed.avatar).key, picture);
      return changed;
    },
    sendArchive: (archive, { signal, onProgress }) =>
      sendFile({
        url: `${base}/api/archive?check=true`,
        method: 'POST',
        token,
        body: archive,
        stalledMs: ARCHIVE_CHECK_MS,
        schema: checkedArchive,
        XMLHttpRequest: environment.XMLHttpRequest,
        onProgress,
        onUnauthorized,
        signal: AbortSignal.any([signal, ended]),
      }),
    close: () => {
      // The state that follows is another session's: what is kept stays as it is.
      endKeeping();
      uploads.close();
      cache.close();
    },
  };
}
