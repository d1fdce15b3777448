import { backoff } from '../api/backoff.ts';
import { isFinal } from './history.ts';

/** Questions to the server that are asked again, with growing waits, until they are answered or make no sense any more. */
export type Asking = {
  /** Asks now; what was asked under the same name before is not asked again. */
  ask: (name: string, question: () => Promise<void>) => void;
  /** Waits for no further try; a question under way may still be answered. */
  rest: () => void;
};

/** @param random at least 0 and below 1 */
export function createAsking(random: () => number): Asking {
  /** The newest round of each question. */
  const rounds = new Map<string, { timer?: ReturnType<typeof setTimeout> }>();

  function rest() {
    for (const { timer } of rounds.values()) clearTimeout(timer);
    rounds.clear();
  }

  function ask(name: string, question: () => Promise<void>) {
    clearTimeout(rounds.get(name)?.timer);
    const round: { timer?: ReturnType<typeof setTimeout> } = {};
    rounds.set(name, round);
    const attempt = (tries: number) => {
      question().catch((error: unknown) => {
        if (rounds.get(name) !== round || isFinal(error)) return;
        round.timer = setTimeout(() => attempt(tries + 1), backoff(tries, random));
      });
    };
    attempt(1);
  }

  return { ask, rest };
}
