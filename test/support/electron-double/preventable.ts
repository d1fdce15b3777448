/** An event of Electron, which a listener may prevent. */
export interface Preventable {
  readonly defaultPrevented: boolean;
  preventDefault: () => void;
}

/** @param details what the event tells besides. */
export function preventable<T extends object>(details: T): T & Preventable {
  let prevented = false;
  const event = { ...details, preventDefault: () => void (prevented = true) };
  return Object.defineProperty(event, 'defaultPrevented', { get: () => prevented }) as T & Preventable;
}
