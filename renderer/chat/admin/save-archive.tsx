import { Download } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { errorText } from '../error-text.ts';
import { fileSize } from '../files/file-size.ts';
import { saveBlob } from '../files/save-blob.ts';

interface Received {
  bytes: number;
  /** About how many there will be; null where that is not known yet. */
  about: number | null;
}

/** Downloads everything, after a word about what that is. */
export function SaveArchive() {
  const id = useId();
  const [received, setReceived] = useState<Received | null>(null);
  const [saved, setSaved] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function save() {
    const controller = new AbortController();
    running.current = controller;
    setReceived({ bytes: 0, about: null });
    setFailure(null);
    setSaved(null);
    try {
      // Each is made anew: another key than before.
      const source = { key: `archive ${Date.now()}`, path: '/api/archive', type: 'application/zip' };
      const onProgress = (bytes: number, about: number | null) => setReceived({ bytes, about });
      const blob = await actions.loadFile(source, { signal: controller.signal, onProgress });
      saveBlob(blob, `gemini-coop-${new Date().toISOString().slice(0, 10)}.zip`);
      setSaved(blob.size);
    } catch (error) {
      if (!controller.signal.aborted) setFailure(errorText(error));
    } finally {
      running.current = null;
      setReceived(null);
    }
  }

  return (
    <section aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="font-medium">
        {text('archive.save.title')}
      </h3>
      <p className="text-sm text-soft">{text('archive.save.text')}</p>
      <Alert kind="info">{text('archive.save.warning')}</Alert>
      {failure !== null && <Alert kind="error">{failure}</Alert>}
      {saved !== null && (
        <p role="status" className="text-sm">
          {text('archive.save.saved', { size: fileSize(saved) })}
        </p>
      )}
      {received !== null && (
        <div className="space-y-1">
          <Progress label={text('archive.save.progress')} part={partOf(received)} />
          {received.about !== null && (
            <p className="text-xs text-soft tabular-nums">
              {text('archive.save.received', { size: fileSize(received.bytes), total: fileSize(received.about) })}
            </p>
          )}
        </div>
      )}
      <div className="flex gap-2">
        <Button busy={received !== null} onClick={() => void save()}>
          <Download aria-hidden className="size-4" /> {text('archive.save.submit')}
        </Button>
        {received !== null && <Button onClick={() => running.current?.abort()}>{text('common.cancel')}</Button>}
      </div>
    </section>
  );
}

function partOf({ bytes, about }: Received): number | null {
  return about === null ? null : Math.min(1, bytes / Math.max(1, about));
}
