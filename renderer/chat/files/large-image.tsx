import { useLayoutEffect, useState, type RefObject } from 'react';
import { fileSource } from '../../state/uploads/sources.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { ChatImage } from './chat-images.ts';
import { useFileUrl } from './use-file-url.ts';
import type { Zoom } from './use-zoom.ts';
import { useName } from '../person/use-person.ts';

interface LargeImageProps {
  ref: RefObject<HTMLDivElement | null>;
  chatId: number;
  image: ChatImage;
  zoom: Zoom;
}

/** Pixels that an element has room for. */
function useRoom(element: RefObject<HTMLElement | null>): { width: number; height: number } | null {
  const [room, setRoom] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = () => setRoom({ width: current.offsetWidth, height: current.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return room;
}

/** An image as large as its window lets it be, or larger: then it scrolls. */
export function LargeImage({ ref, chatId, image, zoom }: LargeImageProps) {
  const { file } = image;
  const person = useName(image.person);
  const fetched = useFileUrl(fileSource(chatId, file));
  const room = useRoom(ref);
  const [natural, setNatural] = useState<{ width: number; height: number } | null>(null);
  const [broken, setBroken] = useState(false);
  const { name } = file;
  const failed = broken || fetched.kind === 'error';
  const fitted =
    natural !== null && room !== null ? Math.min(1, room.width / natural.width, room.height / natural.height) : null;
  return (
    // How far it is scrolled is counted from the left.
    <div ref={ref} dir="ltr" className="flex size-full touch-pan-x touch-pan-y overflow-auto overscroll-contain">
      {failed && (
        <div role="alert" className="m-auto flex flex-col items-center gap-3 text-sm">
          {text('image.failed')}
          <Button
            onClick={() => {
              setBroken(false);
              if (fetched.kind === 'error') fetched.retry();
            }}
          >
            {text('common.retry')}
          </Button>
        </div>
      )}
      {!failed && fetched.kind === 'loading' && (
        <div role="status" className="m-auto">
          <Spinner className="size-6" />
          <span className="sr-only">{text('lightbox.loading')}</span>
        </div>
      )}
      {!failed && fetched.kind === 'ready' && (
        <button
          type="button"
          aria-label={text(zoom.zoom > 1 ? 'lightbox.fit' : 'lightbox.larger')}
          onClick={(event) => zoom.toggle(fitted === null ? 2 : 1 / fitted, event)}
          className={`m-auto shrink-0 outline-offset-[-2px] ${zoom.zoom > 1 ? 'cursor-zoom-out' : 'cursor-zoom-in'}`}
        >
          <img
            src={fetched.url}
            alt={text('image.alt', { name, person })}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
              setNatural({ width, height })
            }
            onError={() => setBroken(true)}
            className="block max-w-none"
            style={
              natural === null || fitted === null
                ? { visibility: 'hidden' }
                : { width: natural.width * fitted * zoom.zoom }
            }
          />
        </button>
      )}
    </div>
  );
}
