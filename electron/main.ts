import { app } from 'electron';
import { startServer } from '../server/index.ts';

app.whenReady().then(
  () => startServer,
  () => app.exit(1),
);
