/** What the probe notes in the page; times in milliseconds on the page's clock. */
export interface Notes {
  /** When each piece of a reply came. */
  chunks: number[];
  /** Of each key: from the system's event to the end of its work, and to the frame that shows it. */
  keys: { worked: number; shown: number }[];
  /** From one frame to the next, once somebody has asked for it: watching has a frame drawn every time. */
  frames: number[];
  watchFrames: () => void;
  /** Called with every reply that is complete. */
  completed: () => void;
}

declare global {
  // Only `var` makes a global.
  // oxlint-disable-next-line no-var
  var notes: Notes;
}
