import { Upload } from 'lucide-react';
import { useEffect, useState, type RefObject } from 'react';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { attachDropped } from './attach.ts';

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** True while files are held over the element; takes them when they are dropped. */
function useDrop(area: RefObject<HTMLElement | null>, onDrop: (data: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    const listening = new AbortController();
    const options = { signal: listening.signal };
    const enter = (event: DragEvent) => {
      if (holdsFiles(event)) setOver(true);
    };
    element.addEventListener('dragenter', enter, options);
    element.addEventListener('dragover', enter, options);
    element.addEventListener(
      'dragleave',
      ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !element.contains(relatedTarget)) setOver(false);
      },
      options,
    );
    element.addEventListener(
      'drop',
      (event) => {
        setOver(false);
        if (holdsFiles(event) && event.dataTransfer !== null) onDrop(event.dataTransfer);
      },
      options,
    );
    // A browser would leave the page for a file that is dropped beside.
    const stay = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const inside = event.target instanceof Node && element.contains(event.target);
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = inside ? 'copy' : 'none';
    };
    window.addEventListener('dragover', stay, options);
    window.addEventListener('drop', stay, options);
    window.addEventListener('drop', () => setOver(false), options);
    return () => listening.abort();
  }, [area, onDrop]);
  return over;
}

interface DropZoneProps {
  chatId: number;
  title: string;
  area: RefObject<HTMLElement | null>;
}

/** Takes files that are dropped anywhere on the conversation, and shows that it would. */
export function DropZone({ chatId, title, area }: DropZoneProps) {
  const [drop] = useState(() => (data: DataTransfer) => attachDropped(chatId, data));
  const over = useDrop(area, drop);
  if (!over) return null;
  return (
    <div className="pointer-events-none absolute inset-2 z-30 flex animate-appear flex-col items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/90 p-6 text-center">
      <Upload aria-hidden className="mb-2 size-8 text-accent" />
      <p className="text-base font-semibold">{text('attach.drop')}</p>
      <p className="max-w-full truncate text-sm text-soft">
        {rich('attach.drop.text', { chat: <Name className="font-medium">{title}</Name> })}
      </p>
    </div>
  );
}
