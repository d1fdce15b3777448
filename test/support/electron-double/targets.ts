import type { Protocol, Session } from './cdp.ts';
import type { Chromium } from './chromium.ts';

/** A page of the browser that was made for a window of the app. */
export interface PageTarget {
  id: string;
  session: Session;
}

const wanted = new Map<string, (session: Session) => void>();
const attached = new Map<string, Session>();
const gone = new Map<string, () => void>();
let opening = 0;

/** From now on, pages belong to windows: no other page stays open. */
export async function adoptTargets({ browser, session }: Chromium): Promise<void> {
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (isOurs(targetInfo)) {
      attached.set(targetInfo.targetId, session(sessionId));
      wanted.get(targetInfo.targetId)?.(session(sessionId));
    } else if (targetInfo.type === 'page') {
      void closePopup(browser, session(sessionId), targetInfo.targetId);
    } else {
      void ignoreGone(session(sessionId).send('Runtime.runIfWaitingForDebugger'));
      void ignoreGone(browser.send('Target.detachFromTarget', { sessionId }));
    }
  });
  browser.on('Target.targetDestroyed', ({ targetId }) => {
    gone.get(targetId)?.();
    gone.delete(targetId);
    attached.delete(targetId);
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  await browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
}

/**
 * Closes a page that our page opened; what the app says about that was asked by `Page.windowOpen`. It is let go first,
 * with every request held back: closed while it waits, it would hold the page that opened it for good.
 */
async function closePopup(browser: Session, popup: Session, targetId: string): Promise<void> {
  await Promise.all([
    ignoreGone(popup.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })),
    ignoreGone(popup.send('Runtime.runIfWaitingForDebugger')),
  ]);
  await ignoreGone(browser.send('Target.closeTarget', { targetId }));
}

/** Pages that this process asked for have no opener, and are asked for one after the other. */
const isOurs = ({ type, openerId, targetId }: Protocol.Target.TargetInfo) =>
  type === 'page' && openerId === undefined && (opening > 0 || wanted.has(targetId));

/**
 * Opens a page that waits: nothing of it runs until it is told so.
 * @param onGone is called when it is closed, by whomever.
 */
export async function openTarget(
  { browser }: Chromium,
  { width, height }: { width: number; height: number },
  onGone: () => void,
): Promise<PageTarget> {
  opening += 1;
  const { targetId } = await browser.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
  });
  const session = await new Promise<Session>((resolve) => {
    wanted.set(targetId, resolve);
    const there = attached.get(targetId);
    if (there) resolve(there);
  });
  opening -= 1;
  wanted.delete(targetId);
  gone.set(targetId, onGone);
  return { id: targetId, session };
}

/** What is told to a target that is gone already is no loss. */
async function ignoreGone(told: Promise<unknown>): Promise<void> {
  await told.catch(() => undefined);
}
