import type { Log } from '../../core/ports/log.ts';
import type { Disk } from './disk.ts';
import type { LogIndex } from './log-index.ts';
import type { LogTail } from './log-tail.ts';
import type { MessageIds } from './message-ids.ts';
import type { OpenFiles } from './open-files.ts';
import type { Rewriting } from './rewriting.ts';

/** What all logs share. */
export interface LogSurroundings {
  disk: Disk;
  files: OpenFiles;
  ids: MessageIds;
  rewriting: Rewriting;
  log: Log;
  now: () => number;
  /** A message of this id is on the disk. */
  added: (chatId: number, id: number) => void;
  /** Something could be written, or could not. */
  written: (isSaved: boolean) => void;
}

/** What is known of a log once it was opened. */
export interface OpenLog {
  index: LogIndex;
  tail: LogTail;
}
