import { FileUp } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { checkedArchive, type CheckedArchive } from '../../../server/protocol/archive.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Progress } from '../../ui/progress.tsx';
import { errorText } from '../error-text.ts';
import { FoundArchive } from './found-archive.tsx';

type Step =
  | { kind: 'asking'; failure: string | null }
  | { kind: 'sending'; name: string; part: number }
  | { kind: 'found'; archive: CheckedArchive }
  | { kind: 'done' };

const nothingChanged = z.object({ message: z.string() });

/** Sends an archive, shows what is in it, asks, and puts it in the place of everything. */
export function RestoreArchive() {
  const id = useId();
  const [step, setStep] = useState<Step>({ kind: 'asking', failure: null });
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="font-medium">
        {text('archive.restore.title')}
      </h3>
      <StepView step={step} setStep={setStep} />
    </section>
  );
}

function StepView({ step, setStep }: { step: Step; setStep: (step: Step) => void }) {
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function send(file: File) {
    const controller = new AbortController();
    running.current = controller;
    setStep({ kind: 'sending', name: file.name, part: 0 });
    try {
      const onProgress = (part: number) => setStep({ kind: 'sending', name: file.name, part });
      setStep({ kind: 'found', archive: await actions.sendArchive(file, { onProgress, signal: controller.signal }) });
    } catch (error) {
      setStep({ kind: 'asking', failure: controller.signal.aborted ? null : errorText(error) });
    } finally {
      running.current = null;
    }
  }

  async function restore(archive: CheckedArchive) {
    await actions.ask(checkedArchive, 'POST', '/api/archive/restore', { id: archive.id });
    setStep({ kind: 'done' });
  }

  function forget() {
    setStep({ kind: 'asking', failure: null });
    // One that stays goes with the next, or when the server ends.
    void actions.ask(nothingChanged, 'DELETE', '/api/archive').catch(() => undefined);
  }

  switch (step.kind) {
    case 'asking':
      return <Choose failure={step.failure} onChoose={(file) => void send(file)} />;
    case 'sending':
      return (
        <div className="space-y-2">
          <Progress
            label={text('archive.restore.sending', { name: step.name })}
            part={step.part < 1 ? step.part : null}
          />
          <p role="status" className="text-sm break-words text-soft">
            {step.part < 1 ? text('archive.restore.sending', { name: step.name }) : text('archive.restore.checking')}
          </p>
          <Button onClick={() => running.current?.abort()}>{text('common.cancel')}</Button>
        </div>
      );
    case 'found': {
      const { archive } = step;
      const { host, is_same_server } = archive;
      return (
        <div className="space-y-3">
          <FoundArchive archive={archive} />
          <Confirm
            title={text('archive.confirm.title')}
            action={text('archive.confirm.submit')}
            onConfirm={() => restore(archive)}
            onCancel={forget}
          >
            {is_same_server ? text('archive.confirm.same') : text('archive.confirm.other', { host })}
          </Confirm>
        </div>
      );
    }
    case 'done':
      return (
        <div className="space-y-3">
          <Alert kind="info">{text('archive.done')}</Alert>
          <Button onClick={() => location.reload()}>{text('archive.done.reload')}</Button>
        </div>
      );
  }
}

function Choose({ failure, onChoose }: { failure: string | null; onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) onChoose(file);
  };
  return (
    <div
      className="space-y-3"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        take(event.dataTransfer.files);
      }}
    >
      <p className="text-sm text-soft">{text('archive.restore.text')}</p>
      {failure !== null && <Alert kind="error">{failure}</Alert>}
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label={text('archive.restore.choose')}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      <div className="flex flex-wrap items-center gap-2 rounded-lg border border-dashed border-line p-3">
        <Button onClick={() => input.current?.click()}>
          <FileUp aria-hidden className="size-4" /> {text('archive.restore.choose')}
        </Button>
        <span className="text-sm text-soft coarse:hidden">{text('archive.restore.drop')}</span>
      </div>
    </div>
  );
}
