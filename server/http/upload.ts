import { callbackify } from 'node:util';
import type { Request, RequestHandler, Response } from 'express';
import multer, { MulterError, type StorageEngine } from 'multer';
import type { Upload } from '../core/uploads.ts';
import { cleanFileName, NAMELESS_FILE } from '../protocol/files.ts';
import { ContentType } from './content-type.ts';
import { InvalidInput } from './parse.ts';

/** Who sends nothing for so many milliseconds is given up. */
const STALLED_AFTER = 60_000;
/** Bytes of a request that are not the file's: boundaries, headers, fields. */
const AROUND = 16_384;

/** What has come of an upload; its name and type count once all has. */
export interface Received {
  upload: Upload;
  name: string;
  type: string;
  /** Why it could not be stored. */
  failure?: unknown;
}

const receptions = new WeakMap<Request, Received>();

/**
 * Takes the `file` of a multipart body into an upload, piece by piece, and its other fields into `req.body`.
 * @param begin looks whether it may; nothing is read before. It is told how many bytes the request announces.
 */
export function receiveFile(
  begin: (req: Request, res: Response, announced: number) => Promise<Upload>,
): RequestHandler[] {
  const parser = multer({
    storage: intake,
    defParamCharset: 'utf8',
    limits: {
      files: 1,
      fields: 8,
      parts: 9,
      fieldSize: 1000,
      fieldNameSize: 100,
      headerPairs: 50,
      fieldNestingDepth: 0,
    },
  }).single('file');
  return [
    async (req, res, next) => {
      const announced = Math.max(0, Number(req.headers['content-length'] ?? 0) - AROUND);
      const upload = await begin(req, res, announced);
      receptions.set(req, { upload, name: NAMELESS_FILE, type: '' });
      res.once('close', () => void upload.end());
      if (res.closed) return upload.end();
      req.setTimeout(STALLED_AFTER, () => req.destroy());
      next();
    },
    (req, res, next) => {
      void parser(req, res, (error: unknown) => {
        req.setTimeout(0);
        next(error === undefined || error === null ? undefined : (receptions.get(req)?.failure ?? asInvalid(error)));
      });
    },
  ];
}

/** What came; only behind `receiveFile`. @throws InvalidInput where there was no file, or nothing in it */
export function receivedFile(req: Request): Received {
  const received = receptions.get(req);
  if (!received) throw new Error('this address is not behind receiveFile');
  if (!req.file) throw invalidFile('Send multipart/form-data with one file in the field "file"', 'missing');
  if (received.upload.size === 0) throw invalidFile('The file is empty', 'too_small');
  return received;
}

async function receive(req: Request, file: Express.Multer.File): Promise<object> {
  const received = receptions.get(req)!;
  const content = new ContentType();
  for await (const piece of file.stream as AsyncIterable<Uint8Array>) {
    await received.upload.write(piece).catch((error: unknown) => {
      received.failure = error;
      throw error;
    });
    content.add(piece);
  }
  received.name = cleanFileName(file.originalname);
  received.type = await content.end();
  return {};
}

/** Multer gives it the file, and removes nothing: what is not used goes with the end of the upload. */
const intake: StorageEngine = {
  _handleFile: callbackify(receive),
  _removeFile(_req, _file, done) {
    done(null);
  },
};

/** What the parser finds wrong with a body. */
function asInvalid(error: unknown): InvalidInput {
  if (!(error instanceof MulterError)) return invalidFile('The body is not valid multipart/form-data', 'invalid');
  const sentence =
    error.code === 'LIMIT_UNEXPECTED_FILE' || error.code === 'LIMIT_FILE_COUNT'
      ? 'Send one file, in the field "file"'
      : error.message;
  return invalidFile(sentence, 'invalid');
}

function invalidFile(msg: string, type: string): InvalidInput {
  return new InvalidInput([{ loc: ['body', 'file'], msg, type }]);
}
