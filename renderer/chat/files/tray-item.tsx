import { CircleAlert, RotateCw, X } from 'lucide-react';
import { memo } from 'react';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import type { Upload } from '../../state/types.ts';
import { fileSource } from '../../state/uploads/sources.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { FileName } from './file-name.tsx';
import { FileIcon } from './file-icon.tsx';
import { fileKind } from './file-kind.ts';
import { fileSize } from './file-size.ts';
import { useFileUrl } from './use-file-url.ts';

/** The image as it lies here; after a reload, as the server has it. */
export function useUploadUrl(upload: Upload): string | null {
  const { url, state, chat_id } = upload;
  const file = url === null && state.kind === 'done' ? state.file : null;
  const isImage = file !== null && fileKind(file) === 'image';
  const fetched = useFileUrl(isImage ? fileSource(chat_id, file) : null);
  return url ?? (fetched.kind === 'ready' ? fetched.url : null);
}

function Thumb({ upload }: { upload: Upload }) {
  const url = useUploadUrl(upload);
  return (
    <span className="flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-md bg-hover text-soft">
      {url === null ? (
        <FileIcon kind={fileKind(upload)} />
      ) : (
        <img src={url} alt="" className="size-full object-cover" />
      )}
    </span>
  );
}

function Status({ upload }: { upload: Upload }) {
  const connected = useApp((state) => state.connection.kind === 'connected');
  const { state, size, original } = upload;
  switch (state.kind) {
    case 'preparing':
      return text('tray.preparing');
    case 'waiting':
      return text(connected ? 'tray.waiting' : 'tray.waiting.offline');
    case 'sending':
      return <Progress label={text('tray.progress', { name: upload.name })} part={state.part} className="mt-1.5" />;
    case 'failed':
      return (
        <span className="text-danger">
          <CircleAlert aria-hidden className="me-1 inline size-3.5 align-[-2px]" />
          {state.isPassing ? text('upload.failed', { reason: state.error }) : state.error}
        </span>
      );
    case 'done':
      return original?.isSent === false ? `${fileSize(size)} · ${text('tray.smaller')}` : fileSize(size);
  }
}

/** One file that goes with the next message. */
export const TrayItem = memo(function TrayItem({ uploadKey }: { uploadKey: string }) {
  const upload = useApp((state) => state.uploads[uploadKey]);
  if (upload === undefined) return null;
  const { name, state, original } = upload;
  const failed = state.kind === 'failed';
  const runs = state.kind === 'preparing' || state.kind === 'waiting' || state.kind === 'sending';
  return (
    <li
      className={cx(
        'flex w-64 max-w-full shrink-0 animate-appear items-start gap-2 rounded-lg border p-1.5',
        failed ? 'border-danger bg-danger-soft' : 'border-line bg-canvas',
      )}
    >
      <Thumb upload={upload} />
      <div className="min-w-0 flex-1 text-xs" role={failed ? 'alert' : undefined}>
        <FileName name={name} className="text-sm font-medium" />
        <div className={cx('text-faint', !failed && 'truncate')}>
          <Status upload={upload} />
        </div>
        {original !== null && (
          <label className="mt-0.5 flex items-center gap-1.5 text-soft coarse:min-h-8">
            <input
              type="checkbox"
              checked={original.isSent}
              aria-label={text('tray.original.label', { name, size: fileSize(original.size) })}
              onChange={(event) => actions.setOriginal(uploadKey, event.target.checked)}
              className="accent-accent"
            />
            {text('tray.original')} ({fileSize(original.size)})
          </label>
        )}
      </div>
      <div className="flex shrink-0">
        {failed && state.isPassing && (
          <IconButton size="small" label={text('tray.retry', { name })} onClick={() => actions.retryUpload(uploadKey)}>
            <RotateCw className="size-3.5" />
          </IconButton>
        )}
        <IconButton
          size="small"
          label={text(runs ? 'tray.cancel' : 'tray.remove', { name })}
          onClick={() => {
            actions.removeUpload(uploadKey);
            document.getElementById('composer')?.focus();
          }}
        >
          <X className="size-4" />
        </IconButton>
      </div>
    </li>
  );
});
