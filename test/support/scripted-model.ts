import type { Model, ModelEvent, ModelRequest } from '../../server/core/ports/model.ts';
import type { ReplySentence } from '../../server/protocol/reply-sentences.ts';

/** One reply of the scripted model, written by the test. */
export interface ScriptedReply {
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  text(text: string): void;
  finish(reason?: 'complete' | 'length' | 'blocked', detail?: ReplySentence): void;
  fail(error: Error): void;
}

/** A model that says what the test tells it to, when it tells it to. */
export interface ScriptedModel extends Model {
  /** All replies asked for so far, in order. */
  readonly replies: ScriptedReply[];
  /** The first reply, as soon as it is asked for. */
  readonly asked: Promise<ScriptedReply>;
}

type Step = { event: ModelEvent } | { error: Error };

export function createScriptedModel(): ScriptedModel {
  const replies: ScriptedReply[] = [];
  let first: (reply: ScriptedReply) => void = () => {};
  const asked = new Promise<ScriptedReply>((resolve) => (first = resolve));
  return {
    kind: 'demo',
    name: 'scripted',
    replies,
    asked,
    async *stream(request, signal) {
      const steps: Step[] = [];
      let wake = () => {};
      const push = (step: Step) => {
        steps.push(step);
        wake();
      };
      signal.addEventListener('abort', () => push({ error: new Error('aborted') }));
      signal.throwIfAborted();
      replies.push({
        request,
        signal,
        text: (text) => push({ event: { type: 'text', text } }),
        finish: (reason = 'complete', detail) =>
          push({ event: { type: 'finish', reason, ...(detail !== undefined && { detail }) } }),
        fail: (error) => push({ error }),
      });
      first(replies[0]!);
      for (;;) {
        const step = steps.shift();
        if (!step) await new Promise<void>((resolve) => (wake = resolve));
        else if ('error' in step) throw step.error;
        else yield step.event;
      }
    },
  };
}
