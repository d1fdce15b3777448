import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { text } from '../texts/text.ts';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1500;

/** A copy action and whether it has just worked. */
export function useCopy(): { copied: boolean; copy: (content: string) => Promise<void> } {
  const [copiedAt, setCopiedAt] = useState<number | null>(null);
  useEffect(() => {
    if (copiedAt === null) return;
    const timer = setTimeout(() => setCopiedAt(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = async (content: string) => {
    if (await copyText(content)) setCopiedAt(Date.now());
    else toast.error(text('message.copyFailed'));
  };
  return { copied: copiedAt !== null, copy };
}
