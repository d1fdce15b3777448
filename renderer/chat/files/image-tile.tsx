import { ImageOff } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Progress } from '../../ui/progress.tsx';
import { actions } from '../../state/actions.ts';
import { fileSize } from './file-size.ts';
import { openLightbox } from './lightbox-state.ts';
import type { ShownFile } from './shown-file.ts';
import { useFileUrl } from './use-file-url.ts';
import { useNear } from './use-near.ts';
import { useName } from '../person/use-person.ts';

/** Images of more bytes are loaded when somebody asks for them. */
const BY_ITSELF_MAX = 10_000_000;

interface ImageTileProps {
  file: ShownFile;
  person: string;
  /** Cut to fill its place, as in a grid; else it has the shape of its place. */
  fills: boolean;
}

const center = 'absolute inset-0 flex flex-col items-center justify-center gap-1 p-2 text-center text-xs text-soft';

/** One image in the timeline. Its place is there before it is. */
export const ImageTile = memo(function ImageTile({ file, person, fills }: ImageTileProps) {
  const { source, upload, name, size } = file;
  const place = useRef<HTMLDivElement>(null);
  const known = source !== null && actions.fileUrl(source.key) !== null;
  const near = useNear(place, known);
  const [asked, setAsked] = useState(known || size <= BY_ITSELF_MAX);
  const [broken, setBroken] = useState(false);
  const fetched = useFileUrl(near && asked && upload?.url == null ? source : null);
  const url = upload?.url ?? (fetched.kind === 'ready' ? fetched.url : null);
  const failed = broken || (url === null && fetched.kind === 'error');
  const called = useName(person);
  const alt = text('image.alt', { name, person: called });
  return (
    <div ref={place} className="absolute inset-0 overflow-hidden rounded-lg bg-hover" data-image={file.id ?? undefined}>
      {failed ? (
        <div className={center} role="alert">
          <ImageOff aria-hidden className="size-5" />
          {text('image.failed')}
          <Button
            kind="link"
            size="small"
            onClick={() => {
              setBroken(false);
              if (fetched.kind === 'error') fetched.retry();
            }}
          >
            {text('common.retry')}
          </Button>
        </div>
      ) : url !== null ? (
        <button
          type="button"
          aria-label={text('image.open', { name, person: called })}
          disabled={file.id === null}
          onClick={() => file.id !== null && openLightbox({ chatId: file.chatId, fileId: file.id })}
          className="block size-full cursor-zoom-in outline-offset-[-2px]"
        >
          {/* Decoded later, an image that was here already would flicker when its message is stored. */}
          <img
            src={url}
            alt={alt}
            decoding={known || upload !== null ? 'sync' : 'async'}
            draggable={false}
            onError={() => setBroken(true)}
            className={cx('size-full', fills ? 'object-cover' : 'object-contain')}
          />
        </button>
      ) : asked ? (
        <span role="img" aria-label={alt} className="block size-full animate-pulse-soft bg-selected" />
      ) : (
        <div className={center}>
          <Button size="small" onClick={() => setAsked(true)}>
            {text('image.load', { size: fileSize(size) })}
          </Button>
        </div>
      )}
      {upload?.state.kind === 'sending' && (
        <Progress
          label={text('tray.progress', { name })}
          part={upload.state.part}
          className="absolute inset-x-2 bottom-2 shadow-pill"
        />
      )}
    </div>
  );
});
