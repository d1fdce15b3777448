import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { cleanFileName } from '../../../server/protocol/files.ts';
import { actions } from '../../state/actions.ts';
import { errorText } from '../error-text.ts';
import { saveBlob } from './save-blob.ts';
import type { ShownFile } from './shown-file.ts';

/** A file on its way to this device. */
export interface Download {
  /** How much has come, from 0 to 1; null where nothing is under way. */
  part: number | null;
  save: () => Promise<void>;
  /** The content, for whoever wants to show it; null where it did not come, which has been told then. */
  load: () => Promise<Blob | null>;
  cancel: () => void;
}

/** Fetches a file when it is wanted. Goes on while its row is out of sight; it ends with the session. */
export function useDownload({ source, name, size }: ShownFile): Download {
  const [part, setPart] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);

  async function load(): Promise<Blob | null> {
    if (source === null || running.current !== null) return null;
    const controller = new AbortController();
    running.current = controller;
    setPart(0);
    try {
      return await actions.loadFile(source, {
        signal: controller.signal,
        onProgress: (received) => isShown.current && setPart(Math.min(1, received / size)),
      });
    } catch (error) {
      if (!controller.signal.aborted) toast.error(errorText(error));
      return null;
    } finally {
      running.current = null;
      if (isShown.current) setPart(null);
    }
  }

  return {
    part,
    load,
    save: async () => {
      const blob = await load();
      if (blob !== null) saveBlob(blob, cleanFileName(name));
    },
    cancel: () => running.current?.abort(),
  };
}
