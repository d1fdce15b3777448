/**
 * Whether the browser shows notifications of this page. `insecure`: not for pages that came over plain HTTP from another
 * machine; `unsupported`: it has none; `default`: nobody has been asked yet.
 */
export type NotificationAccess = 'insecure' | 'unsupported' | NotificationPermission;

export function notificationAccess(): NotificationAccess {
  if (!window.isSecureContext) return 'insecure';
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** Asks the reader; to be called where they have pressed something for it. */
export async function askForNotifications(): Promise<NotificationAccess> {
  if (notificationAccess() === 'default') await Notification.requestPermission();
  return notificationAccess();
}

/** What a notification says, and where it leads. */
type News = { title: string; body: string; chatId: number; messageId: number };

/** Shows a notification while nobody looks at this page; a click leads to its message. */
export function showNotification({ title, body, chatId, messageId }: News): void {
  if (notificationAccess() !== 'granted') return;
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  try {
    // The page has a sound of its own. One with the same tag takes the place of the one before it.
    const shown = new Notification(title, { body, icon: '/icon.svg', tag: `chat-${chatId}`, silent: true });
    shown.addEventListener('click', () => {
      window.focus();
      history.pushState(null, '', `/chats/${chatId}/${messageId}`);
      shown.close();
    });
  } catch {
    // Browsers of phones have them for service workers only, and say so by throwing.
  }
}
