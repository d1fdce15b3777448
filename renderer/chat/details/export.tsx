import { Download } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Chat } from '../../../server/protocol/chats.ts';
import { exportFileName, exportFormat, type ExportFormat } from '../../../server/protocol/export.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { errorText } from '../error-text.ts';
import { fileSize } from '../files/file-size.ts';
import { saveBlob } from '../files/save-blob.ts';

const types: Record<ExportFormat, string> = { markdown: 'text/markdown', json: 'application/json', html: 'text/html' };

/** Takes a chat along as a file. */
export function Export({ chat, title }: { chat: Chat; title: string }) {
  const name = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [format, setFormat] = useState<ExportFormat>('html');
  const [received, setReceived] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function save() {
    const controller = new AbortController();
    running.current = controller;
    setReceived(0);
    setFailure(null);
    try {
      const path = `/api/chats/${chat.id}/export?format=${format}`;
      // Each is made anew: another key than before.
      const source = { key: `export ${chat.id} ${Date.now()}`, path, type: types[format] };
      const blob = await actions.loadFile(source, { signal: controller.signal, onProgress: setReceived });
      saveBlob(blob, exportFileName(title, new Date().toISOString(), format));
      setIsOpen(false);
    } catch (error) {
      if (!controller.signal.aborted) setFailure(errorText(error));
    } finally {
      running.current = null;
      setReceived(null);
    }
  }

  if (!isOpen) {
    return (
      <Button onClick={() => setIsOpen(true)}>
        <Download aria-hidden className="size-4" /> {text('export.open')}
      </Button>
    );
  }
  const isBusy = received !== null;
  return (
    <section aria-label={text('export.title')} className="space-y-3">
      <p className="text-sm text-soft">{text('export.text')}</p>
      <fieldset disabled={isBusy}>
        <legend className="mb-1 text-sm font-medium">{text('export.format')}</legend>
        {exportFormat.options.map((one) => (
          <label key={one} className="flex items-start gap-2.5 py-1 text-sm coarse:min-h-11">
            <input
              type="radio"
              name={name}
              value={one}
              checked={format === one}
              onChange={() => setFormat(one)}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              {text(`export.${one}`)}
              <span className="block text-xs text-soft">{text(`export.${one}.text`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {failure !== null && <Alert kind="error">{text('export.failed', { reason: failure })}</Alert>}
      {isBusy && (
        <div className="space-y-1">
          <Progress label={text('export.progress')} part={null} />
          <p className="text-xs text-soft tabular-nums">{text('export.received', { size: fileSize(received) })}</p>
        </div>
      )}
      <div className="flex gap-2">
        <Button kind="primary" busy={isBusy} onClick={() => void save()}>
          {text(failure === null ? 'export.submit' : 'common.retry')}
        </Button>
        <Button onClick={() => (isBusy ? running.current?.abort() : setIsOpen(false))}>{text('common.cancel')}</Button>
      </div>
    </section>
  );
}
