import type { Ending } from '../stream-frames.ts';
import type { ModelUsage } from './model.ts';

/**
 * Why a request to the model failed. `key`: the key is refused; `quota`: what it allows is used up; `refused`: the model
 * does not take this request, or there is no such model; `unavailable`: its service has a fault of its own;
 * `unreachable`: there is no way to it; `timeout`: it was silent for too long; `incomplete`: what came is no whole reply.
 */
export const modelFailureKinds = [
  'key',
  'quota',
  'refused',
  'unavailable',
  'unreachable',
  'timeout',
  'incomplete',
] as const;
export type ModelFailureKind = (typeof modelFailureKinds)[number];

/** Measures one turn from the moment it was made for. */
export interface TurnMeter {
  /** The first text of the reply came. */
  firstText(): void;
  /** Its end is told, or could not be saved before the server stopped. */
  ended(status: Ending['status']): void;
}

/**
 * Told of what happens, for who looks after the server. Nothing in it says who did what. Some of it is called for every
 * frame, so an implementation only adds up; what can be looked up at any time is not told here.
 */
export interface Metrics {
  /** A frame was given to so many connections in a room. */
  delivered(connections: number): void;
  /** A message of somebody's was stored. */
  messageStored(): void;
  turnStarted(): TurnMeter;
  /** A request to the model ended, in whichever way, and took so many tokens. */
  modelUsed(usage: ModelUsage): void;
  /** A request to the model failed, whether or not it is tried again. */
  modelFailed(kind: ModelFailureKind): void;
}

const nothing = () => undefined;
const noTurnMeter: TurnMeter = { firstText: nothing, ended: nothing };

/** For who does not ask. */
export const noMetrics: Metrics = {
  delivered: nothing,
  messageStored: nothing,
  turnStarted: () => noTurnMeter,
  modelUsed: nothing,
  modelFailed: nothing,
};
