import path from 'node:path';
import { app, crashReporter } from 'electron';
import type { Logger } from 'pino';

/** Writes down what goes wrong, beside the log and nowhere else. */
export function setUpCrashes(log: Logger): void {
  app.setPath('crashDumps', path.join(app.getPath('logs'), 'crashes'));
  crashReporter.start({ uploadToServer: false });
  // As Electron does by itself, the app goes on, but without its box, which would hold up a party until it is clicked.
  process.on('uncaughtException', (error) => log.fatal({ err: error }, 'an exception was not caught'));
  process.on('unhandledRejection', (error) => log.fatal({ err: error }, 'a rejection was not handled'));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.error({ type, reason, exitCode }, 'a process of the app is gone');
  });
}
