import { text } from '../../texts/text.ts';
import type { Upload } from '../types.ts';

/** Why a message does not go whose files could not be sent. */
export function sentenceOn(failed: readonly Upload[]): string {
  const [first] = failed;
  if (first === undefined) return '';
  if (failed.length > 1) return text('upload.failed.several', { count: failed.length });
  const reason = first.state.kind === 'failed' ? first.state.error : '';
  return text('upload.failed.one', { name: first.name, reason });
}
