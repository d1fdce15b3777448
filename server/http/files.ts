import { Router } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Files } from '../core/files.ts';
import type { Pictures } from '../core/pictures.ts';
import { fileFields } from '../protocol/files.ts';
import { addressOf } from './address.ts';
import { parse } from './parse.ts';
import { pathId } from './path-id.ts';
import { resource } from './resource.ts';
import { sendContent } from './send-content.ts';
import { callerOf, requireSignIn } from './sign-in.ts';
import { receivedFile, receiveFile } from './upload.ts';

/** `/api/chats/{id}/files`: what is sent with messages; `/api/chats/{id}/picture`: the chat's own. */
export function fileRoutes(accounts: Accounts, files: Files, pictures: Pictures): Router {
  const router = Router();
  const signedIn = requireSignIn(accounts);
  resource(router, '/:chat_id/files', {
    post: [
      signedIn,
      ...receiveFile((req, res, announced) =>
        files.begin(callerOf(res), pathId(req, 'chat_id'), addressOf(req), announced),
      ),
      async (req, res) => {
        const { upload, name, type } = receivedFile(req);
        const { width, height } = parse(fileFields, 'body', req.body);
        const sides = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
        res.json(await files.add(upload, { name, type, ...sides }));
      },
    ],
  });
  resource(router, '/:chat_id/files/:file_id', {
    get: [
      signedIn,
      async (req, res) => {
        const found = await files.open(callerOf(res).id, pathId(req, 'chat_id'), pathId(req, 'file_id'));
        await sendContent(req, res, found);
      },
    ],
  });
  resource(router, '/:chat_id/picture', {
    get: [
      signedIn,
      async (req, res) => {
        const found = await pictures.open(callerOf(res).id, pathId(req, 'chat_id'));
        // Another one may be at this address tomorrow.
        await sendContent(req, res, found, 'private, no-cache, no-transform');
      },
    ],
    put: [
      signedIn,
      ...receiveFile((req, res, announced) =>
        pictures.begin(callerOf(res), pathId(req, 'chat_id'), addressOf(req), announced),
      ),
      async (req, res) => {
        const received = receivedFile(req);
        res.json(await pictures.set(callerOf(res), received.upload, received));
      },
    ],
    delete: [
      signedIn,
      async (req, res) => {
        res.json(await pictures.remove(callerOf(res), pathId(req, 'chat_id')));
      },
    ],
  });
  return router;
}
