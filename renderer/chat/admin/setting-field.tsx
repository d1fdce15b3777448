import { useId } from 'react';
import {
  settingForms,
  settingValues,
  isUnset,
  type Setting,
  type SettingName,
} from '../../../server/protocol/options.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field, inputClass } from '../../ui/field.tsx';

const labels: Record<SettingName, { label: () => string; hint?: () => string }> = {
  name: { label: () => text('server.name'), hint: () => text('server.name.hint') },
  registration: { label: () => text('server.registration'), hint: () => text('server.registration.hint') },
  'gemini-model': { label: () => text('server.model'), hint: () => text('server.model.hint') },
  'message-limit': { label: () => text('server.message') },
  'file-limit': { label: () => text('server.file') },
  'files-limit': { label: () => text('server.files'), hint: () => text('server.files.hint') },
  'rate-limit': { label: () => text('server.rate'), hint: () => text('server.rate.hint') },
  'log-level': { label: () => text('server.log'), hint: () => text('server.log.hint') },
};

/** Levels of the log are called as in the log. */
function choiceText(choice: string): string {
  switch (choice) {
    case 'open':
      return text('server.registration.open');
    case 'invite':
      return text('server.registration.invite');
    case 'closed':
      return text('server.registration.closed');
    default:
      return choice;
  }
}

/** What is wrong with what was typed; undefined where nothing is. */
export function wrongIn(name: SettingName, typed: string): string | undefined {
  if (isUnset(name, typed) || settingValues.shape[name].safeParse(typed.trim()).success) return undefined;
  const form = settingForms[name];
  switch (form.kind) {
    case 'whole':
      return text('server.wrong.whole', { min: form.min, max: form.max });
    case 'decimal':
      return text('server.wrong.decimal', { max: form.max });
    case 'text':
      return text('server.wrong.text', { max: form.max });
    case 'choice':
      return undefined;
  }
}

interface SettingFieldProps {
  setting: Setting;
  /** What the field holds. */
  typed: string;
  error: string | undefined;
  onType: (typed: string) => void;
}

/** One setting of the server: by its form a field or a choice, with what it usually is. */
export function SettingField({ setting, typed, error, onType }: SettingFieldProps) {
  const { name, preset, source } = setting;
  const id = useId();
  const form = settingForms[name];
  const { label, hint } = labels[name];
  const isFixed = source === 'start';
  const usual = preset === null ? text('server.preset.none') : text('server.preset', { value: choiceText(preset) });
  const isUsual = typed.trim() === (preset ?? '');
  const about = [hint?.(), isFixed ? text('server.start') : !isUsual && usual].filter(Boolean).join(' ');
  return (
    <div>
      {form.kind === 'choice' ? (
        <>
          <label htmlFor={id} className="mb-1 block text-sm font-medium">
            {label()}
          </label>
          <select
            id={id}
            value={typed}
            disabled={isFixed}
            onChange={(event) => onType(event.target.value)}
            aria-describedby={`${id}-note`}
            className={cx(inputClass, 'disabled:opacity-70')}
          >
            {form.choices.map((choice) => (
              <option key={choice} value={choice}>
                {choiceText(choice)}
              </option>
            ))}
          </select>
          <p id={`${id}-note`} className="mt-1 text-xs text-faint">
            {about}
          </p>
        </>
      ) : (
        <Field
          name={name}
          label={label()}
          {...(about !== '' && { hint: about })}
          error={error}
          value={typed}
          disabled={isFixed}
          {...(form.kind !== 'text' && { inputMode: form.kind === 'whole' ? 'numeric' : 'decimal' })}
          autoComplete="off"
          spellCheck={false}
          data-not-first
          onChange={(event) => onType(event.target.value)}
        />
      )}
      {!isFixed && !isUsual && (
        <Button kind="link" size="small" className="-ms-2" onClick={() => onType(preset ?? '')}>
          {text('server.preset.use')}
          <span className="sr-only">: {label()}</span>
        </Button>
      )}
    </div>
  );
}
