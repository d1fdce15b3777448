// Runs in the page before anything else does: notes what comes and what is typed, and costs next to nothing.

/** @type {import('./page-notes.ts').Notes} */
const own = { chunks: [], keys: [], frames: [], watchFrames: () => {}, completed: () => {} };
globalThis.notes = own;

// oxlint-disable-next-line typescript/unbound-method -- it is called with its socket.
const listen = WebSocket.prototype.addEventListener;
// First in line, so that what the page's own listener does comes behind the time.
WebSocket.prototype.addEventListener = /** @this {WebSocket} @param {[any, any, any?]} args */ function (...args) {
  if (args[0] === 'message') {
    listen.call(this, 'message', (event) => {
      const { data } = /** @type {MessageEvent<string>} */ (event);
      if (!data.includes('"bot_stream"')) return;
      notes.chunks.push(performance.now());
      if (data.includes('"is_complete":true')) setTimeout(() => notes.completed(), 1000);
    });
  }
  listen.apply(this, args);
};

/** Calls back in the next task. @param {() => void} act */
function soon(act) {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', act, { once: true });
  port1.start();
  port2.postMessage(null);
}

addEventListener(
  'keydown',
  ({ timeStamp }) => {
    const key = { worked: NaN, shown: NaN };
    // When the next task begins, the text is entered and React has rendered.
    soon(() => (key.worked = performance.now() - timeStamp));
    requestAnimationFrame(() =>
      soon(() => {
        key.shown = performance.now() - timeStamp;
        notes.keys.push(key);
      }),
    );
  },
  { capture: true },
);

let last = NaN;
notes.watchFrames = () => {
  requestAnimationFrame(function frame(now) {
    if (!Number.isNaN(last)) notes.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  });
};
