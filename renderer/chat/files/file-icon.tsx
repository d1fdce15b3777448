import { File, FileAudio, FileText, FileType, FileVideo, Image, type LucideIcon } from 'lucide-react';
import type { FileKind } from './file-kind.ts';

const icons: Record<FileKind, LucideIcon> = {
  image: Image,
  pdf: FileType,
  text: FileText,
  audio: FileAudio,
  video: FileVideo,
  other: File,
};

/** The sign of a kind of file. */
export function FileIcon({ kind }: { kind: FileKind }) {
  const Icon = icons[kind];
  return <Icon aria-hidden className="size-5" />;
}
