import { cleanFileName, FILES_PER_MESSAGE_MAX } from '../../../server/protocol/files.ts';

/** Why a file is not taken before anything of it was sent. */
export type FileRefusal =
  { kind: 'empty'; name: string } | { kind: 'too_large'; name: string; max: number } | { kind: 'too_many' };

/** Sorts out what cannot be sent. `attached` is how many there are already, `max` the bytes that a file may have. */
export function checkFiles(
  files: readonly File[],
  attached: number,
  max: number,
): { taken: File[]; refusals: FileRefusal[] } {
  const taken: File[] = [];
  const refusals: FileRefusal[] = [];
  for (const file of files) {
    const name = cleanFileName(file.name);
    if (file.size === 0) refusals.push({ kind: 'empty', name });
    else if (file.size > max) refusals.push({ kind: 'too_large', name, max });
    else if (attached + taken.length < FILES_PER_MESSAGE_MAX) taken.push(file);
    else if (!refusals.some(({ kind }) => kind === 'too_many')) refusals.push({ kind: 'too_many' });
  }
  return { taken, refusals };
}
