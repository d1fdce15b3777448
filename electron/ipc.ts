import type { IpcMain, WebFrameMain } from 'electron';
import type { ZodType } from 'zod';
import type { Log } from '../server/index.ts';
import type { Calls } from './channels.ts';

/** A call that is not answered: from a page that is not ours, or with an argument of another form. */
export class IpcRefusal extends Error {
  override name = 'IpcRefusal';
}

/** Answers the calls of one channel. What `answer` throws reaches the log only. */
export type Handle = <Channel extends keyof Calls>(
  channel: Channel,
  argument: ZodType<Calls[Channel]['argument']>,
  answer: (argument: Calls[Channel]['argument']) => Calls[Channel]['answer'] | Promise<Calls[Channel]['answer']>,
) => void;

/** The frame that calls; null where it is gone already. */
type Sender = Pick<WebFrameMain, 'origin' | 'parent'> | null;

interface IpcParts {
  ipcMain: Pick<IpcMain, 'handle'>;
  /** The one origin whose pages may call. */
  pageOrigin: string;
  log: Log;
}

/**
 * The only way for a page to reach main. A call is answered for the main frame of our own page, and only with an
 * argument that parses.
 */
export function createHandle({ ipcMain, pageOrigin, log }: IpcParts): Handle {
  const isOurs = (frame: Sender) => frame !== null && frame.parent === null && frame.origin === pageOrigin;
  return (channel, schema, answer) => {
    ipcMain.handle(channel, async ({ senderFrame }: { senderFrame: Sender }, ...received: unknown[]) => {
      if (!isOurs(senderFrame)) {
        log.warn({ channel, origin: senderFrame?.origin }, 'a call that did not come from our page was refused');
        throw new IpcRefusal(`${channel} is for the app's own page only.`);
      }
      const [argument, ...more] = received;
      const parsed = schema.safeParse(argument);
      if (!parsed.success || more.length > 0) {
        const issue = parsed.error?.issues[0];
        log.warn({ channel, issue }, 'a call with an argument of another form was refused');
        throw new IpcRefusal(`${channel} ${[issue?.path.join('.'), issue?.message ?? 'takes one argument'].join(' ')}`);
      }
      try {
        return await answer(parsed.data);
      } catch (error) {
        log.error({ channel, err: error }, 'a call failed');
        throw new Error(`${channel} failed; the log says why.`, { cause: error });
      }
    });
  };
}
