/** Bytes of one event: a reply of the greatest length fits into it, also with every character escaped. */
const EVENT_MAX = 4 * 1024 * 1024;
/** Bytes of one answer. What says so much and comes to no end is broken. */
const BODY_MAX = 64 * 1024 * 1024;
/** Counted for each event besides its own bytes, so that their number is bounded too. */
const EVENT_COST = 256;

/** Bytes of an answer that is an error. */
const ERROR_MAX = 1024 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const DATA = 'data: ';

/**
 * Calls something that looks up the global `fetch` before it awaits anything, as the SDK does, which takes none of ours.
 * What it fetches comes in whole events only, as the SDK searches all that it has once more with every piece of one; and
 * a body ends where the SDK could make nothing of it any more, or it is beyond all measure.
 */
export function withBoundedFetch<Result>(call: () => Result): Result {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { ok, body } = response;
    return body ? new Response(body.pipeThrough(ok ? wholeEvents() : upTo(ERROR_MAX)), response) : response;
  };
  try {
    return call();
  } finally {
    globalThis.fetch = fetch;
  }
}

function upTo(max: number): TransformStream<Uint8Array, Uint8Array> {
  let left = max;
  return new TransformStream({
    transform(bytes, controller) {
      left -= bytes.length;
      if (left < 0) controller.terminate();
      else controller.enqueue(bytes);
    },
  });
}

/** Passes on a line of data and an empty one, in turn, and ends behind the first line that is neither. */
function wholeEvents(): TransformStream<Uint8Array, Uint8Array> {
  let budget = BODY_MAX;
  let isWithinEvent = false;
  /** The start of a line whose end is still to come. */
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  return new TransformStream({
    transform(bytes, controller) {
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes > EVENT_MAX) return controller.terminate();
      if (!bytes.includes(LINE_FEED)) return;
      const lines = Buffer.concat(held);
      let at = 0;
      for (let end = lines.indexOf(LINE_FEED); end !== -1; end = lines.indexOf(LINE_FEED, at)) {
        if (!(isWithinEvent ? isEmpty(lines, at, end) : isData(lines, at))) {
          controller.enqueue(lines);
          return controller.terminate();
        }
        if (isWithinEvent) budget -= EVENT_COST;
        isWithinEvent = !isWithinEvent;
        at = end + 1;
      }
      budget -= at;
      if (budget < 0) return controller.terminate();
      controller.enqueue(lines.subarray(0, at));
      held = [lines.subarray(at)];
      heldBytes = lines.length - at;
    },
    flush(controller) {
      for (const rest of held) controller.enqueue(rest);
    },
  });
}

function isData(lines: Buffer, at: number): boolean {
  return lines.toString('latin1', at, at + DATA.length) === DATA;
}

function isEmpty(lines: Buffer, at: number, end: number): boolean {
  return end === at || (end === at + 1 && lines[at] === CARRIAGE_RETURN);
}
