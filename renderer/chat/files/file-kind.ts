import { imageTypes, type FileEntry } from '../../../server/protocol/files.ts';
import { playedTypes } from '../../state/uploads/sources.ts';
import { text } from '../../texts/text.ts';

/** What a file is to who looks at it. */
export type FileKind = 'image' | 'pdf' | 'text' | 'audio' | 'video' | 'other';

/** An image of more pixels would cost the page more memory than it may have. */
const PIXELS_MAX = 50_000_000;

const images: ReadonlySet<string> = new Set(imageTypes);
/** How a file is shown, by the type that the server found in its content. */
export function fileKind({ type, width = 0, height = 0 }: Pick<FileEntry, 'type' | 'width' | 'height'>): FileKind {
  if (images.has(type)) return width * height > PIXELS_MAX ? 'other' : 'image';
  if (type === 'application/pdf') return 'pdf';
  if (type === 'text/plain') return 'text';
  if (playedTypes.has(type)) return type.startsWith('audio/') ? 'audio' : 'video';
  return 'other';
}

/** A word for it: its kind, or the extension of its name where that says more. */
export function kindWord(name: string, kind: FileKind): string {
  const [, extension] = /\.([A-Za-z0-9]{1,5})$/.exec(name) ?? [];
  if (kind === 'other' && extension !== undefined) return extension.toUpperCase();
  return text(`file.kind.${kind}`);
}
