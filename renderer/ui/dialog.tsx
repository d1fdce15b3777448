import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { text } from '../texts/text.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

/** Where there is something to fill in, that comes first; not the button that closes. */
function focusFirstInput(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget;
  if (content instanceof HTMLElement)
    (content.querySelector<HTMLElement>('input:not([data-not-first])') ?? content).focus();
}

/** Whether Esc is for a field, which marks itself so while it has something to close. */
const isForField = ({ target }: KeyboardEvent) => target instanceof Element && target.matches('[data-takes-escape]');

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A modal window: keeps the focus inside, closes with Esc or a click outside, gives the focus back. */
export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim data-[state=open]:animate-[appear_120ms_ease-out]" />
        <Radix.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            focusFirstInput(event);
          }}
          onEscapeKeyDown={(event) => {
            if (isForField(event)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            // Radix would look for a trigger, and there is none. What took the focus meanwhile keeps it.
            event.preventDefault();
            if (document.activeElement !== document.body) return;
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          className={cx(
            'fixed inset-x-3 top-[min(12vh,8rem)] z-50 mx-auto flex max-h-[calc(100dvh-min(12vh,8rem)-1rem)] max-w-md flex-col',
            'overflow-y-auto rounded-xl bg-raised shadow-float outline-none data-[state=open]:animate-appear',
            className,
          )}
        >
          <div className="flex items-start gap-2 pt-4 pe-3 pb-3 ps-5">
            <div className="min-w-0 flex-1">
              <Radix.Title className="pt-0.5 text-base font-semibold break-words">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-sm text-soft">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={text('common.close')}>
                <X className="size-4" />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="px-5 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
