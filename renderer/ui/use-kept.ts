import { useRef } from 'react';

/** A selector that answers its previous value where the new one counts as the same, so that nothing renders again. */
export function useKept<State, Value>(
  select: (state: State) => Value,
  same: (a: Value, b: Value) => boolean,
): (state: State) => Value {
  const kept = useRef<{ value: Value } | null>(null);
  return (state) => {
    const value = select(state);
    if (kept.current === null || !same(kept.current.value, value)) kept.current = { value };
    return kept.current.value;
  };
}
