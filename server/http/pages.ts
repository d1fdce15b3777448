import path from 'node:path';
import express, { Router } from 'express';

/** The addresses that belong to the program in the page, which shows the right screen itself. */
const screens = ['/', '/chats/:chat_id', '/join/:token'];

/** Serves the built renderer. Everything under `assets/` has its content's hash in its name and never changes. */
export function pageRoutes(directory: string): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(path.join(directory, 'assets'), { immutable: true, maxAge: '365d', index: false }),
  );
  router.use(express.static(directory, { index: false, maxAge: '1h' }));
  router.get(screens, (_req, res) => {
    res.set('Cache-Control', 'no-cache').sendFile('index.html', { root: directory });
  });
  return router;
}
