import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { KeyStatus } from '../../../electron/bridge.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import type { Key } from './use-key.ts';

function statusText({ saved, fromEnvironment }: KeyStatus): string {
  if (saved) return text('key.saved');
  return text(fromEnvironment ? 'key.environment' : 'key.none');
}

/** Asks before a key is kept where it is not safe. */
function Consent({ question }: { question: NonNullable<Key['question']> }) {
  const { protection, answer } = question;
  const isNone = protection === 'none';
  return (
    <Dialog
      open
      onOpenChange={() => answer(false)}
      title={text('key.consent.title')}
      description={text(isNone ? 'key.consent.none' : 'key.consent.weak')}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={() => answer(false)}>{text('common.cancel')}</Button>
        <Button kind="primary" onClick={() => answer(true)}>
          {text(isNone ? 'key.consent.yes.none' : 'key.consent.yes')}
        </Button>
      </div>
    </Dialog>
  );
}

interface KeyInputProps {
  status: KeyStatus;
  keyState: Key;
  onSaved: () => void;
}

function KeyInput({ status, keyState, onSaved }: KeyInputProps) {
  const { typed, setTyped, failure, isBusy, save } = keyState;
  const submit = async () => {
    if (await save()) onSaved();
  };
  return (
    <div className="mt-3 flex items-start gap-2 max-sm:flex-col max-sm:items-stretch">
      <Field
        className="min-w-0 flex-1"
        label={text('key.label')}
        hint={text(status.protection === 'keychain' ? 'key.hint' : 'key.hint.weak')}
        error={failure}
        type="password"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <Button className="mt-6 max-sm:mt-0" busy={isBusy} disabled={typed.trim() === ''} onClick={() => void submit()}>
        {text('key.save')}
      </Button>
    </div>
  );
}

/** Which bot will answer, and the key that decides it: it is kept, replaced and forgotten here, and never shown. */
export function KeySection({ title, keyState }: { title: string; keyState: Key }) {
  const { status, typed, forget, question } = keyState;
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label={title} className="rounded-lg border border-line p-3">
      <div className="flex items-start gap-x-3 gap-y-2 max-sm:flex-wrap">
        <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <div className="min-w-0 flex-1 max-sm:min-w-[80%]">
          <p className="text-sm font-medium">{title}</p>
          {/* As high as its longest text, so that nothing moves when the status comes. */}
          <p role="status" className="min-h-8 text-xs text-soft">
            {status !== null && statusText(status)}
          </p>
        </div>
        {status?.saved && (
          <Button kind="quiet" size="small" onClick={() => void forget()}>
            {text('key.forget')}
          </Button>
        )}
        {status !== null && (
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {text(status.saved ? 'key.replace' : 'key.add')}
          </Button>
        )}
      </div>
      {status !== null && (isOpen || typed !== '') && (
        <KeyInput status={status} keyState={keyState} onSaved={() => setOpen(false)} />
      )}
      {question !== null && <Consent question={question} />}
    </section>
  );
}
