import { ChevronDown, Download as DownloadIcon, ExternalLink, Play, X } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { FileIcon } from './file-icon.tsx';
import { fileKind, kindWord, type FileKind } from './file-kind.ts';
import { FileName } from './file-name.tsx';
import { fileSize } from './file-size.ts';
import { openInTab, opensTabs } from './open-in-tab.ts';
import { Player } from './player.tsx';
import type { ShownFile } from './shown-file.ts';
import { TextPreview } from './text-preview.tsx';
import { useDownload, type Download } from './use-download.ts';

/** Texts of more bytes are for a program of their own. */
const PREVIEW_MAX = 2_000_000;

function canUnfold(kind: FileKind, size: number): boolean {
  return kind === 'audio' || kind === 'video' || (kind === 'text' && size <= PREVIEW_MAX);
}

/** What is shown of a file below its card. */
interface Content {
  blob: Blob;
  /** Object URL of what is played. */
  url: string | null;
}

function Unfolded({ kind, content, name }: { kind: FileKind; content: Content; name: string }) {
  const { blob, url } = content;
  if (kind === 'text') return <TextPreview blob={blob} name={name} />;
  if (url === null || (kind !== 'audio' && kind !== 'video')) return null;
  return <Player kind={kind} url={url} name={name} />;
}

interface CardActionsProps {
  file: ShownFile;
  kind: FileKind;
  download: Download;
  shown: boolean;
  onToggle: () => void;
}

function CardActions({ file, kind, download, shown, onToggle }: CardActionsProps) {
  const { name, size } = file;
  if (download.part !== null) {
    return (
      <IconButton label={text('file.download.cancel', { name })} onClick={download.cancel}>
        <X className="size-4" />
      </IconButton>
    );
  }
  const isText = kind === 'text';
  return (
    <>
      {canUnfold(kind, size) && (
        <IconButton
          label={text(isText ? (shown ? 'file.preview.hide' : 'file.preview') : 'file.play', { name })}
          aria-expanded={shown}
          onClick={onToggle}
        >
          {isText ? (
            <ChevronDown className={cx('size-4 transition-transform', shown && 'rotate-180')} />
          ) : (
            <Play className="size-4" />
          )}
        </IconButton>
      )}
      {kind === 'pdf' && opensTabs() && (
        <IconButton label={text('file.open', { name })} onClick={() => void openInTab(download)}>
          <ExternalLink className="size-4" />
        </IconButton>
      )}
      <IconButton label={text('file.download', { name })} onClick={() => void download.save()}>
        <DownloadIcon className="size-4" />
      </IconButton>
    </>
  );
}

/** A file that is no image: what it is, and how to get it. */
export const FileCard = memo(function FileCard({ file }: { file: ShownFile }) {
  const { name, size, upload } = file;
  const kind = fileKind(file);
  const download = useDownload(file);
  const [content, setContent] = useState<Content | null>(null);
  const url = content?.url ?? null;
  useEffect(() => {
    if (url !== null) return () => URL.revokeObjectURL(url);
  }, [url]);
  const toggle = async () => {
    const blob = content === null ? await download.load() : null;
    setContent(blob && { blob, url: kind === 'text' ? null : URL.createObjectURL(blob) });
  };
  const part = upload?.state.kind === 'sending' ? upload.state.part : download.part;
  const label = text(upload?.state.kind === 'sending' ? 'tray.progress' : 'file.download.progress', { name });
  return (
    <div className="w-96 max-w-full rounded-lg border border-line bg-raised">
      <div className="flex items-center gap-2.5 p-2">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-accent-soft text-accent">
          <FileIcon kind={kind} />
        </span>
        <div className="min-w-0 flex-1">
          <FileName name={name} className="text-sm font-medium" />
          {part === null ? (
            <p className="text-xs text-faint">
              {kindWord(name, kind)} · {fileSize(size)}
            </p>
          ) : (
            <Progress label={label} part={part} className="mt-1.5" />
          )}
        </div>
        {file.id !== null && (
          <div className="flex shrink-0">
            <CardActions
              file={file}
              kind={kind}
              download={download}
              shown={content !== null}
              onToggle={() => void toggle()}
            />
          </div>
        )}
      </div>
      {content !== null && <Unfolded kind={kind} content={content} name={name} />}
    </div>
  );
});
