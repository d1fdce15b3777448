import path from 'node:path';
import express, { Router } from 'express';

/** The addresses that belong to the program in the page, which shows the right screen itself. */
const screens = ['/', '/chats/:chat_id', '/chats/:chat_id/:message_id', '/join/:token'];

/** Files, whole, and nothing for a directory. */
const whole = { index: false, redirect: false, acceptRanges: false } as const;

/** Serves the built renderer. Everything under `assets/` has its content's hash in its name and never changes. */
export function pageRoutes(directory: string): Router {
  const router = Router();
  const assets = path.join(directory, 'assets');
  router.use('/assets', express.static(assets, { ...whole, immutable: true, maxAge: '365d' }));
  router.use(express.static(directory, { ...whole, maxAge: '1h' }));
  router.get(screens, (_req, res) => {
    res.set('Cache-Control', 'no-cache').sendFile('index.html', { root: directory, acceptRanges: false });
  });
  return router;
}
