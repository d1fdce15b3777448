import * as z from 'zod/mini';
import { id, isVisible, startOf } from './text.ts';

/** Files that one message may have. */
export const FILES_PER_MESSAGE_MAX = 10;
/** UTF-16 code units of a file's name. */
export const FILE_NAME_MAX = 255;
/** Pixels of an image's side, as far as they are believed. */
export const FILE_SIDE_MAX = 20_000;
/** Bytes of a chat's picture. */
export const PICTURE_MAX = 1_048_576;
/** Bytes that a file may have, and all files of a server, unless it is started with other limits. */
export const FILE_MAX = 25 * 1_048_576;
export const FILES_MAX = 2048 * 1_048_576;

/** The types that a browser is asked to show as images; everything else is only ever downloaded. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const;

/** What a file is called where nothing is left of its name. */
export const NAMELESS_FILE = 'file';

/** What ends a line, turns the direction of a text it stands in, or cannot be written as UTF-8. */
const unwanted = /\p{Cc}|\p{Bidi_Control}|\p{Cs}/gu;

/**
 * A file's name as it is kept and shown, of whatever somebody's program calls it: without folders, control characters and
 * those that turn letters, and at most 255 code units long, with its extension.
 */
export function cleanFileName(given: string): string {
  const [last = ''] = given.split(/[/\\]/).slice(-1);
  const readable = last.replace(/\s+/g, ' ').replace(unwanted, '');
  // What was taken out may have stood between two spaces, or between a letter and its mark.
  const name = readable.replace(/ +/g, ' ').normalize('NFC').trim();
  // Names of dots only are folders to a file system.
  if (!isVisible(name) || /^\.+$/.test(name)) return NAMELESS_FILE;
  if (name.length <= FILE_NAME_MAX) return name;
  const [extension = ''] = /\.[\p{L}\p{N}]{1,15}$/u.exec(name) ?? [];
  return startOf(name, FILE_NAME_MAX - extension.length) + extension;
}

const side = () =>
  z.int().check(z.gte(1, 'must be at least 1'), z.lte(FILE_SIDE_MAX, `must be at most ${FILE_SIDE_MAX}`));

/** A file of a message, as everybody in its chat sees it. */
export const fileEntry = z.object({
  /** Random, and never given twice; good in its own chat only. */
  id: id(),
  /** See `cleanFileName`. */
  name: z.string().check(z.minLength(1), z.maxLength(FILE_NAME_MAX)),
  /** Its type by its content, such as `image/png`; `text/plain` for any text, else `application/octet-stream`. */
  type: z.string(),
  /** Bytes. */
  size: z.int().check(z.positive()),
  /** Pixels of an image, as the page says that sent it: good for laying it out before it is loaded, for nothing else. */
  width: z.optional(side()),
  height: z.optional(side()),
});
export type FileEntry = z.infer<typeof fileEntry>;

/** What may stand beside the `file` in the body of `POST /api/chats/{id}/files`: an image's pixels. */
export const fileFields = z.object({
  width: z.optional(z.pipe(z.coerce.number(), side())),
  height: z.optional(z.pipe(z.coerce.number(), side())),
});

/** `file_ids` of a client's `message` frame. */
export const fileIds = z.array(id()).check(
  z.maxLength(FILES_PER_MESSAGE_MAX, `at most ${FILES_PER_MESSAGE_MAX} files go with one message`),
  z.refine((ids) => new Set(ids).size === ids.length, 'must not name a file twice'),
);
