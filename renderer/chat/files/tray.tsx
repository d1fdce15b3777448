import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../../state/store.ts';
import { trayOf } from '../../state/uploads/tray.ts';
import { text } from '../../texts/text.ts';
import { TrayItem } from './tray-item.tsx';

/** What goes with a chat's next message, and what of it is not there yet. */
export function useTray(chatId: number): { keys: readonly string[]; failed: boolean } {
  const keys = useApp((state) => trayOf(state, chatId));
  const failed = useApp((state) => trayOf(state, chatId).some((key) => state.uploads[key]?.state.kind === 'failed'));
  return { keys, failed };
}

/** Says how many files are attached, and when all of them are there. */
function TrayStatus({ keys }: { keys: readonly string[] }) {
  const states = useApp(useShallow((state) => keys.map((key) => state.uploads[key]?.state.kind)));
  const ready = keys.length > 0 && states.every((kind) => kind === 'done');
  return (
    <p role="status" className="sr-only">
      {keys.length > 0 && text('tray.announce.added', { count: keys.length })}
      {ready && `. ${text('tray.announce.ready')}`}
    </p>
  );
}

/** The files that go with a chat's next message, above its text. */
export function Tray({ chatId }: { chatId: number }) {
  const { keys } = useTray(chatId);
  return (
    <>
      <TrayStatus keys={keys} />
      {keys.length > 0 && (
        <ul
          aria-label={text('tray.label')}
          className="flex max-h-48 flex-wrap gap-2 overflow-y-auto p-2 pb-0.5 max-sm:flex-nowrap max-sm:overflow-x-auto"
        >
          {keys.map((key) => (
            <TrayItem key={key} uploadKey={key} />
          ))}
        </ul>
      )}
    </>
  );
}
