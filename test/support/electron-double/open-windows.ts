/** A window as far as the app's life depends on it. */
export interface OpenWindow {
  /** False where the app wants it to stay. */
  tryToClose: () => Promise<boolean>;
}

/** Windows that are there, shown or not, the oldest first. */
export const openWindows = new Set<OpenWindow>();
