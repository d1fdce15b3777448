import type { ServerFrame } from '../../server/protocol/frames.ts';
import { isChange } from './message-changes.ts';

/** What is known of the changes of a chat's messages. */
type Known = {
  /** Stands for all changes up to the last one that was heard of. */
  version: string;
  /** Some may have gone unheard. */
  isStale: boolean;
  /** How often the server has let us in. */
  entrances: number;
};

/** Whether messages that are known may have changed while nobody here could hear of it. */
export type Versions = {
  /** The server has let us in; without a version it counts no changes. */
  entered: (chatId: number, version: string | undefined) => void;
  /** Nothing is heard from the room any more. */
  left: (chatId: number) => void;
  heard: (frame: ServerFrame) => void;
  isStale: (chatId: number) => boolean;
  /** Has what is known loaded again, where that may be stale. */
  refresh: (chatId: number) => Promise<void>;
};

/** @param reload loads what is known of a chat again */
export function createVersions(reload: (chatId: number) => Promise<void>): Versions {
  const known = new Map<number, Known>();
  const present = new Set<number>();

  const isStale = (chatId: number) => known.get(chatId)?.isStale ?? false;

  return {
    entered: (chatId, version) => {
      if (version === undefined) return;
      present.add(chatId);
      const before = known.get(chatId);
      known.set(chatId, {
        version,
        // What was fetched before the first time may be older than that, too.
        isStale: before === undefined || before.isStale || before.version !== version,
        entrances: (before?.entrances ?? 0) + 1,
      });
    },
    left: (chatId) => present.delete(chatId),
    heard: (frame) => {
      if (
        !(isChange(frame) || frame.type === 'author_erased') ||
        frame.version === undefined ||
        !present.has(frame.chat_id)
      )
        return;
      known.get(frame.chat_id)!.version = frame.version;
    },
    isStale,
    refresh: async (chatId) => {
      if (!isStale(chatId)) return;
      const { entrances } = known.get(chatId)!;
      await reload(chatId);
      const now = known.get(chatId)!;
      // Let in once more meanwhile, we have been outside in between.
      if (now.entrances === entrances) now.isStale = false;
    },
  };
}
