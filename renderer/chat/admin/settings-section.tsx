import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import type { Setting, SettingName, SettingsChange } from '../../../server/protocol/options.ts';
import type { Loaded } from '../../state/types.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../error-text.ts';
import { LoadedList } from '../loaded-list.tsx';
import { askAdmin } from './ask-admin.ts';
import { SettingField, wrongIn } from './setting-field.tsx';

type Typed = { readonly [Name in SettingName]?: string };

const held = ({ value }: Setting) => value ?? '';

/** What is typed and not saved; the preset is asked for by its value. */
function changesOf(list: readonly Setting[], typed: Typed): SettingsChange {
  const changed = list.flatMap((setting) => {
    const value = typed[setting.name]?.trim();
    if (value === undefined || value === held(setting)) return [];
    return [[setting.name, value === (setting.preset ?? '') ? null : value] as const];
  });
  return Object.fromEntries(changed);
}

function SettingsForm({ list, onSaved }: { list: readonly Setting[]; onSaved: (list: Setting[]) => void }) {
  const [typed, setTyped] = useState<Typed>({});
  const [errors, setErrors] = useState<Typed>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = changesOf(list, typed);
  const count = Object.keys(change).length;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = list.flatMap(({ name }) => {
      const sentence = typed[name] === undefined ? undefined : wrongIn(name, typed[name]);
      return sentence === undefined ? [] : [[name, sentence] as const];
    });
    setErrors(Object.fromEntries(wrong));
    setFailure(null);
    const [first] = wrong;
    if (first) return form.current?.querySelector<HTMLInputElement>(`[name="${first[0]}"]`)?.focus();
    setBusy(true);
    try {
      onSaved(await askAdmin.changeSettings(change));
      setTyped({});
      setSaved(true);
    } catch (error) {
      setFailure(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const undo = () => {
    setTyped({});
    setErrors({});
    setFailure(null);
  };
  return (
    <form ref={form} onSubmit={(event) => void save(event)} noValidate className="space-y-5">
      {list.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          typed={typed[setting.name] ?? held(setting)}
          error={errors[setting.name]}
          onType={(value) => {
            setSaved(false);
            setTyped({ ...typed, [setting.name]: value });
            const { [setting.name]: _, ...others } = errors;
            setErrors(others);
          }}
        />
      ))}
      {failure !== null && <Alert kind="error">{failure}</Alert>}
      <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-raised px-1 py-3">
        <p role="status" className="me-auto text-sm text-soft">
          {count > 0 ? text('server.dirty', { count }) : isSaved && text('server.saved')}
        </p>
        <Button onClick={undo} disabled={count === 0}>
          {text('server.undo')}
        </Button>
        <Button kind="primary" type="submit" busy={busy} disabled={count === 0}>
          {text('server.save')}
        </Button>
      </div>
    </form>
  );
}

/** What the host decides for the server while it runs. */
export function SettingsSection() {
  const [settings, setSettings] = useState<Loaded<Setting>>({ kind: 'loading' });
  const load = useCallback(
    () =>
      askAdmin.settings().then(
        (list) => setSettings({ kind: 'ready', list }),
        (error: unknown) => setSettings({ kind: 'error', error: errorText(error) }),
      ),
    [],
  );
  useEffect(() => void load(), [load]);
  const reload = () => {
    setSettings({ kind: 'loading' });
    void load();
  };
  return (
    <LoadedList loaded={settings} reload={reload}>
      {(list) => <SettingsForm list={list} onSaved={(next) => setSettings({ kind: 'ready', list: next })} />}
    </LoadedList>
  );
}
