import type { ModelUsage } from '../../core/ports/model.ts';

/** What matters in one chunk of the stream (`GenerateContentResponse` of the REST API). */
export interface Chunk {
  /** Text for the reader, without the model's thoughts; often ''. */
  text: string;
  /** Why the model stopped. A string, not the SDK's enum: new reasons are added at any time. */
  finishReason?: string;
  /** Why the question was refused. */
  blockReason?: string;
  usage?: ModelUsage;
  /** An error that was sent in place of the rest of the reply. */
  error?: { status: number; message: string; details: unknown };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textOf(candidate: Record<string, unknown> | undefined): string {
  const content = candidate?.content;
  if (!isObject(content)) return '';
  return list(content.parts)
    .map((part) => (part.thought !== true && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** A reason that says something; the enums' unused zero value does not. */
function reason(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !value.endsWith('_UNSPECIFIED') ? value : undefined;
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function usageOf(metadata: unknown): ModelUsage | undefined {
  if (!isObject(metadata)) return undefined;
  return {
    promptTokens: count(metadata.promptTokenCount),
    // Thoughts are never shown, but they count as output.
    replyTokens: count(metadata.candidatesTokenCount) + count(metadata.thoughtsTokenCount),
  };
}

/**
 * Reads a chunk as it came over the wire. Nothing in it is taken for granted: the SDK hands on whatever was valid JSON.
 * Only the first candidate counts, as no more than one is ever asked for.
 */
export function readChunk(raw: unknown): Chunk {
  if (!isObject(raw)) return { text: '' };
  const candidate = list(raw.candidates)[0];
  const chunk: Chunk = { text: textOf(candidate) };

  const finishReason = reason(candidate?.finishReason);
  if (finishReason !== undefined) chunk.finishReason = finishReason;

  const blockReason = reason(isObject(raw.promptFeedback) ? raw.promptFeedback.blockReason : undefined);
  if (blockReason !== undefined) chunk.blockReason = blockReason;

  const usage = usageOf(raw.usageMetadata);
  if (usage) chunk.usage = usage;

  if (isObject(raw.error)) {
    const { code, message, details } = raw.error;
    chunk.error = { status: count(code) || 500, message: typeof message === 'string' ? message : '', details };
  }
  return chunk;
}
