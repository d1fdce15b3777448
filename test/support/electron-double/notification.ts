import type * as Electron from 'electron';
import { emitterOf } from './unsupported.ts';

/** Notifications that were shown, oldest first, for tests to read and to click. */
export const notifications: Notification[] = [];

export class Notification extends emitterOf('Notification') implements Pick<Electron.Notification, 'show' | 'close'> {
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  isOpen = false;

  constructor({ title = '', body = '', silent = false }: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = title;
    this.body = body;
    this.silent = silent ?? false;
  }

  static isSupported = (): boolean => true;

  show(): void {
    notifications.push(this);
    this.isOpen = true;
    queueMicrotask(() => this.emit('show', {}));
  }
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.emit('close', {});
  }
  /** Clicks it, as a person would. */
  click(): void {
    this.emit('click', {});
  }
}
