import { useEffect, useState } from 'react';
import type { KeyStatus, Protection } from '../../../electron/bridge.ts';
import { text } from '../../texts/text.ts';
import { coop } from '../bridge.ts';

/** The Gemini key: what is known of it, and the one that is being typed. */
export interface Key {
  /** Null until the desktop has told. */
  status: KeyStatus | null;
  typed: string;
  setTyped: (typed: string) => void;
  failure: string | undefined;
  isBusy: boolean;
  /** Keeps what was typed, if anything; false where it could not be kept or the user would rather not. */
  save: () => Promise<boolean>;
  forget: () => Promise<void>;
  /** The question whether to keep it with this protection; null while nothing is asked. */
  question: { protection: Protection; answer: (consent: boolean) => void } | null;
}

export function useKey(): Key {
  const [status, setStatus] = useState<KeyStatus | null>(null);
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [question, setQuestion] = useState<Key['question']>(null);
  const { key } = coop().host;

  const refresh = async () => setStatus(await key.status());
  useEffect(() => {
    let isGone = false;
    void key.status().then((known) => !isGone && setStatus(known));
    return () => {
      isGone = true;
    };
  }, [key]);

  async function ask(): Promise<boolean> {
    const { protection } = await key.status();
    const consent = await new Promise<boolean>((answer) => {
      setQuestion({ protection, answer });
    });
    setQuestion(null);
    return consent;
  }

  async function keep(secret: string): Promise<'saved' | 'refused' | 'failed'> {
    const first = await key.save(secret, { allowWeak: false });
    if (first !== 'needs_consent') return first;
    if (!(await ask())) return 'refused';
    return (await key.save(secret, { allowWeak: true })) === 'saved' ? 'saved' : 'failed';
  }

  return {
    status,
    typed,
    setTyped: (next) => {
      setTyped(next);
      setFailure(undefined);
    },
    failure,
    isBusy,
    question,
    save: async () => {
      const wanted = typed.trim();
      if (wanted === '') return true;
      setBusy(true);
      const outcome = await keep(wanted);
      setBusy(false);
      if (outcome === 'failed') setFailure(text('key.failed'));
      if (outcome !== 'saved') return false;
      setTyped('');
      await refresh();
      return true;
    },
    forget: async () => {
      await key.forget();
      await refresh();
    },
  };
}
