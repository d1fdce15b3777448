import { memo, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FileEntry } from '../../../server/protocol/files.ts';
import { useApp } from '../../state/store.ts';
import type { OutboxEntry } from '../../state/types.ts';
import { FileCard } from './file-card.tsx';
import { fileKind } from './file-kind.ts';
import { Images } from './images.tsx';
import { shownFile, shownUpload, type ShownFile } from './shown-file.ts';

const none: readonly never[] = [];

function Shown({ files, person }: { files: readonly ShownFile[]; person: string }) {
  const images = files.filter((file) => fileKind(file) === 'image');
  const others = files.filter((file) => fileKind(file) !== 'image');
  return (
    <div className="flex flex-col gap-1.5 py-1">
      <Images images={images} person={person} />
      {others.map((file) => (
        <FileCard key={file.key} file={file} />
      ))}
    </div>
  );
}

interface AttachmentsProps {
  chatId: number;
  files: readonly FileEntry[] | undefined;
  /** Who has sent them. */
  person: string;
}

/** The files of a stored message. */
export const Attachments = memo(function Attachments({ chatId, files = none, person }: AttachmentsProps) {
  const shown = useMemo(() => files.map((file) => shownFile(chatId, file)), [chatId, files]);
  return shown.length === 0 ? null : <Shown files={shown} person={person} />;
});

/** The files of a message that is not stored yet, as they are on this device. */
export function PendingAttachments({ entry, person }: { entry: OutboxEntry; person: string }) {
  const { uploads: keys = none, files = none, chat_id } = entry;
  const uploads = useApp(useShallow((state) => keys.flatMap((key) => state.uploads[key] ?? none)));
  const shown = useMemo(
    () => [...uploads.map(shownUpload), ...files.map((file) => shownFile(chat_id, file))],
    [uploads, files, chat_id],
  );
  return shown.length === 0 ? null : <Shown files={shown} person={person} />;
}
