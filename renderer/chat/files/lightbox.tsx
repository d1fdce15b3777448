import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { fileSource } from '../../state/uploads/sources.ts';
import { recently } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { readingKey } from '../../ui/reading-key.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatImages, type ChatImage } from './chat-images.ts';
import { FileName } from './file-name.tsx';
import { LargeImage } from './large-image.tsx';
import { closeLightbox, openLightbox } from './lightbox-state.ts';
import { shownFile } from './shown-file.ts';
import { useDownload } from './use-download.ts';
import { useFileUrl } from './use-file-url.ts';
import { useZoom, type Zoom } from './use-zoom.ts';
import { PersonName } from '../person/person-name.tsx';
import { useName } from '../person/use-person.ts';

const onDark = 'text-white/85 hover:bg-white/15 hover:text-white';

/** Loads a neighbour, so that it is there when it is wanted. */
function Ahead({ chatId, image }: { chatId: number; image: ChatImage | undefined }) {
  useFileUrl(image === undefined ? null : fileSource(chatId, image.file));
  return null;
}

interface TopBarProps {
  chatId: number;
  image: ChatImage;
  place: string;
  zoom: Zoom;
}

function TopBar({ chatId, image, place, zoom }: TopBarProps) {
  const { file, person, at } = image;
  const download = useDownload(shownFile(chatId, file));
  return (
    <header className="flex items-center gap-1 px-3 py-2">
      <div className="min-w-0 flex-1">
        <FileName name={file.name} className="text-sm font-medium" />
        <p className="truncate text-xs text-white/75">
          <PersonName username={person} chatId={chatId} /> · <time dateTime={at}>{recently(at)}</time>
          <span className="max-sm:hidden"> · {place}</span>
        </p>
      </div>
      <IconButton label={text('lightbox.smaller')} className={onDark} onClick={() => zoom.step(-1)}>
        <ZoomOut className="size-4.5" />
      </IconButton>
      <IconButton label={text('lightbox.larger')} className={onDark} onClick={() => zoom.step(1)}>
        <ZoomIn className="size-4.5" />
      </IconButton>
      <IconButton
        label={text('file.download', { name: file.name })}
        className={onDark}
        onClick={() => void download.save()}
      >
        <Download className="size-4.5" />
      </IconButton>
      <Dialog.Close asChild>
        <IconButton label={text('common.close')} className={onDark}>
          <X className="size-5" />
        </IconButton>
      </Dialog.Close>
    </header>
  );
}

/** An image of a chat over everything else, and the ways to those beside it. */
export function Lightbox({ chatId, fileId }: { chatId: number; fileId: number }) {
  const images = useChatImages(chatId);
  const index = images.findIndex(({ file }) => file.id === fileId);
  const image = images[index];
  const view = useRef<HTMLDivElement>(null);
  const zoom = useZoom(view, fileId);
  const last = useRef(fileId);
  useEffect(() => {
    last.current = fileId;
  }, [fileId]);
  const called = useName(image?.person ?? '', chatId);
  const gone = image === undefined;
  // Its message was deleted.
  useEffect(() => {
    if (gone) closeLightbox();
  }, [gone]);
  if (image === undefined) return null;

  const go = (step: -1 | 1) => {
    const next = images[index + step];
    if (next !== undefined) openLightbox({ chatId, fileId: next.file.id });
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => go(-1),
    ArrowRight: () => go(1),
    '+': () => zoom.step(1),
    '=': () => zoom.step(1),
    '-': () => zoom.step(-1),
    '0': zoom.fit,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[readingKey(event.key)];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const place = text('lightbox.title', { index: index + 1, count: images.length });
  const arrow = `${onDark} absolute top-1/2 size-11 -translate-y-1/2 bg-black/45 disabled:invisible`;
  return (
    <Dialog.Root open onOpenChange={closeLightbox}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            view.current?.querySelector('button')?.focus();
          }}
          onCloseAutoFocus={(event) => {
            // Back to the image that was looked at last, or to the messages where it is not on the page any more.
            event.preventDefault();
            const log = document.querySelector<HTMLElement>('[role="log"]');
            const thumb = log?.querySelector<HTMLElement>(`[data-image="${last.current}"] button`);
            (thumb ?? log)?.focus();
          }}
          className="fixed inset-0 z-50 flex animate-appear flex-col bg-neutral-950 text-white outline-none"
        >
          <Dialog.Title className="sr-only">{place}</Dialog.Title>
          <TopBar chatId={chatId} image={image} place={place} zoom={zoom} />
          <div className="relative min-h-0 flex-1">
            <LargeImage key={fileId} ref={view} chatId={chatId} image={image} zoom={zoom} />
            <IconButton
              label={text('lightbox.previous')}
              disabled={index === 0}
              className={`${arrow} start-2`}
              onClick={() => go(-1)}
            >
              <ChevronLeft className="size-6" />
            </IconButton>
            <IconButton
              label={text('lightbox.next')}
              disabled={index === images.length - 1}
              className={`${arrow} end-2`}
              onClick={() => go(1)}
            >
              <ChevronRight className="size-6" />
            </IconButton>
          </div>
          <p role="status" className="sr-only">
            {place}: {text('image.alt', { name: image.file.name, person: called })}
          </p>
          <Ahead chatId={chatId} image={images[index + 1]} />
          <Ahead chatId={chatId} image={images[index - 1]} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
