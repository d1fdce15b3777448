import { Notification, type BrowserWindow } from 'electron';
import type { Calls, Push } from './channels.ts';
import type { SettingsFile } from './settings.ts';
import { showWindow } from './window.ts';

interface NotificationParts {
  window: BrowserWindow;
  settings: SettingsFile;
  push: Push;
}

/** Shows notifications of the system while the window is not in front; a click leads to their chat. */
export function createNotify({ window, settings, push }: NotificationParts) {
  // One that nothing holds is collected, and its click is lost.
  const shown = new Set<Notification>();
  return ({ title, body, server, chatId, messageId }: Calls['shell:notify']['argument']): void => {
    const isInFront = !window.isDestroyed() && window.isFocused() && window.isVisible();
    if (isInFront || !settings.current.notifications || !Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    shown.add(notification);
    notification.on('click', () => {
      showWindow(window);
      push('shell:open-chat', { server, chatId, messageId });
      shown.delete(notification);
    });
    notification.on('close', () => shown.delete(notification));
    notification.on('failed', () => shown.delete(notification));
    notification.show();
  };
}
