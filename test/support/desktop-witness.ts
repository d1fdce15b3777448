import type { ElectronApplication } from 'playwright';

/** What the app wanted to show to a person or to give to another program. */
export interface Kept {
  /** Addresses for the system's browser. */
  opened: string[];
  notified: { title: string; body: string }[];
  /** Texts of message boxes. */
  asked: string[];
}

/** The functions here run in the main process, under the name that they are evaluated with; so they name no others. */
interface MainProcess {
  kept: Kept;
  /** Notifications, oldest first. */
  shown: NodeJS.EventEmitter[];
}

/** From now on, what would reach other programs or people is kept instead of bothering them. */
export async function watchDesktop(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ shell, Notification }) => {
    const kept: Kept = { opened: [], notified: [], asked: [] };
    const shown: unknown[] = [];
    Object.assign(globalThis, { kept, shown });
    shell.openExternal = async (url) => void kept.opened.push(url);
    Notification.prototype.show = new Proxy(Reflect.get(Notification.prototype, 'show'), {
      apply(show, notification: { title: string; body: string }) {
        kept.notified.push({ title: notification.title, body: notification.body });
        shown.push(notification);
        return Reflect.apply(show, notification, []);
      },
    });
  });
}

export function readKept(app: ElectronApplication): Promise<Kept> {
  return app.evaluate(() => (globalThis as unknown as MainProcess).kept);
}

/** Clicks the notification that was shown last. */
export async function clickNotification(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    (globalThis as unknown as MainProcess).shown.at(-1)?.emit('click', {});
  });
}

/** Answers message boxes with the button of this number; without it they would wait for somebody. */
export async function answerDialogs(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    const { asked } = (globalThis as unknown as MainProcess).kept;
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail = '' } = given.at(-1) as { message: string; detail?: string };
      asked.push(`${message} ${detail}`.trim());
      return { response, checkboxChecked: false };
    };
  }, button);
}
