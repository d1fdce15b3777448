import { Popover } from 'radix-ui';
import { useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';

type Panel = typeof import('./emoji-panel.tsx').EmojiPanel;

/** Where the panel, and with it every emoji, has been loaded once, it is there at once. */
let loaded: Panel | null = null;

function LoadedPanel({ onPick }: { onPick: (emoji: string, more: boolean) => void }) {
  const [Panel, setPanel] = useState<Panel | null>(() => loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (Panel !== null || failed) return;
    let gone = false;
    import('./emoji-panel.tsx').then(
      ({ EmojiPanel }) => {
        loaded = EmojiPanel;
        if (!gone) setPanel(() => EmojiPanel);
      },
      () => {
        if (!gone) setFailed(true);
      },
    );
    return () => {
      gone = true;
    };
  }, [Panel, failed]);
  if (Panel !== null) return <Panel onPick={onPick} />;
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 p-4 text-sm text-soft">
      {failed ? (
        <>
          <p role="alert">{text('emoji.error')}</p>
          <Button size="small" onClick={() => setFailed(false)}>
            {text('common.retry')}
          </Button>
        </>
      ) : (
        <p role="status" className="flex items-center gap-2">
          <Spinner /> {text('common.loading')}
        </p>
      )}
    </div>
  );
}

interface EmojiPickerProps {
  /** Gets the emoji, in the reader's skin tone. */
  onPick: (emoji: string) => void;
  /** The button that opens it: one element that takes a ref and a button's properties. */
  trigger: ReactElement;
  /** Where the focus goes when it closes; without it back to the trigger. */
  focusAfter?: RefObject<HTMLElement | null>;
  align?: 'start' | 'center' | 'end';
  /** For a trigger that is shown on hover only: it has to stay while this is open. */
  onOpenChange?: (open: boolean) => void;
}

/** A button that opens every emoji there is. Closes with a pick, unless Shift is held: then more may follow. */
export function EmojiPicker({ onPick, trigger, focusAfter, align = 'start', onOpenChange }: EmojiPickerProps) {
  const [open, setOpen] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          ref={content}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={text('emoji.title')}
          onOpenAutoFocus={(event) => {
            // What is loaded takes the focus itself, once it is there.
            event.preventDefault();
            if (content.current?.contains(document.activeElement) !== true) content.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            if (focusAfter?.current == null) return;
            event.preventDefault();
            focusAfter.current.focus();
          }}
          className="z-50 flex h-[min(24rem,70dvh)] w-[min(21.5rem,calc(100vw-1rem))] animate-appear flex-col rounded-xl bg-raised shadow-float outline-none"
        >
          <LoadedPanel
            onPick={(emoji, more) => {
              actions.noteEmoji(emoji);
              onPick(emoji);
              if (!more) change(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
