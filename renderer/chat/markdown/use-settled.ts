import { useEffect, useState } from 'react';

/**
 * True some frames after something of a growing text is not its last part any more. From then on the browser may skip it
 * while it is out of sight: it has seen how large it is.
 */
export function useSettled(last: boolean): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (last) return;
    let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(() => setSettled(true))));
    return () => cancelAnimationFrame(frame);
  }, [last]);
  return settled && !last;
}
