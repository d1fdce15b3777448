import { useEffect, useLayoutEffect, type ComponentProps, type RefObject } from 'react';

/** Measuring a text has the whole page laid out, with every key: most browsers do it better by themselves. */
const fitsItself = () => 'fieldSizing' in document.documentElement.style;

/** Makes the text field as high as its text; the style sheet limits it. */
function fit(field: HTMLTextAreaElement): void {
  if (fitsItself()) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

const finePointer = () => matchMedia('(hover: hover) and (pointer: fine)').matches;

interface TextFieldProps extends Omit<ComponentProps<'textarea'>, 'ref'> {
  ref: RefObject<HTMLTextAreaElement | null>;
  value: string;
}

/** The text field of a chat, as high as its text. Has the focus from the start, except on a phone. */
export function TextField({ ref, ...rest }: TextFieldProps) {
  useLayoutEffect(() => {
    if (ref.current) fit(ref.current);
  }, [ref, rest.value]);
  useEffect(() => {
    // On a phone the focus would raise the keyboard over what somebody came to read.
    if (finePointer()) ref.current?.focus();
  }, [ref]);
  return (
    <textarea
      ref={ref}
      id="composer"
      dir="auto"
      rows={1}
      enterKeyHint="send"
      autoComplete="off"
      className="field-sizing-content max-h-[40dvh] min-h-8 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2 py-1 text-base outline-none placeholder:text-faint coarse:min-h-10 coarse:py-2"
      {...rest}
    />
  );
}
