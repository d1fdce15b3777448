import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { HostDefaults, HostStart } from '../../../electron/bridge.ts';
import { coop } from '../bridge.ts';
import { ownParty } from '../desktop.ts';
import { inputOf, toHostOptions, type HostErrors, type HostField, type HostInput } from './host-input.ts';
import { useKey } from './use-key.ts';

const order: readonly HostField[] = ['name', 'username', 'port'];

/** Why it did not start. */
export type HostFailure = Exclude<HostStart, { kind: 'started' }>;

/** The form that starts a party. */
export function useHostForm() {
  const [defaults, setDefaults] = useState<HostDefaults | null>(null);
  const [chosen, choose] = useState<Partial<HostInput>>({});
  const [errors, setErrors] = useState<HostErrors>({});
  const [failure, setFailure] = useState<HostFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const key = useKey();
  const input = inputOf(defaults, chosen);

  useEffect(() => {
    let isGone = false;
    void coop()
      .host.defaults()
      .then((known) => {
        if (!isGone) setDefaults(known);
      });
    return () => {
      isGone = true;
    };
  }, []);

  useEffect(() => {
    const first = order.find((field) => errors[field] !== undefined);
    if (first !== undefined) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  }, [errors]);

  const change = (part: Partial<HostInput>) => {
    choose((before) => ({ ...before, ...part }));
    setFailure(null);
  };
  const start = async (wanted: HostInput) => {
    const checked = toHostOptions(wanted);
    setFailure(null);
    setErrors('errors' in checked ? checked.errors : {});
    if ('errors' in checked) return;
    setBusy(true);
    try {
      if (!(await key.save())) return;
      const answer = await ownParty.start(checked.options);
      if (answer.kind !== 'started') setFailure(answer);
    } finally {
      setBusy(false);
    }
  };

  return {
    form,
    defaults,
    input,
    errors,
    failure,
    isBusy,
    key,
    change,
    submit: (event: FormEvent) => {
      event.preventDefault();
      void start(input);
    },
    /** The same again on another port. */
    startOn: (port: number) => {
      const wanted = { ...input, port: String(port) };
      choose(wanted);
      void start(wanted);
    },
  };
}
