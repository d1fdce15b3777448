import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';

/** Something that the list can put into the text. */
export interface Suggestion {
  /** Unique in its list. */
  key: string;
  /** What it puts in the place of what was typed. */
  insert: string;
  /** What it looks like. */
  line: ReactNode;
}

export const LIST_ID = 'suggestions';
export const optionId = (index: number): string => `${LIST_ID}-${index}`;

interface SuggestionListProps {
  /** What there is to choose from. */
  label: string;
  items: readonly Suggestion[];
  active: number;
  onActive: (index: number) => void;
  onPick: (item: Suggestion) => void;
}

/** What can be put in the place of what is being typed. The text field keeps the focus, and handles the keys. */
export function SuggestionList({ label, items, active, onActive, onPick }: SuggestionListProps) {
  return (
    <div
      id={LIST_ID}
      role="listbox"
      aria-label={label}
      className="absolute end-0 bottom-full start-0 z-20 mb-2 max-h-[min(24rem,50dvh)] animate-appear overflow-y-auto overscroll-contain rounded-lg bg-raised p-1 shadow-float"
    >
      {items.map((item, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={item.key}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          ref={index === active ? (element) => element?.scrollIntoView?.({ block: 'nearest' }) : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => onActive(index)}
          onClick={() => onPick(item)}
          className={cx(
            'flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm coarse:min-h-11',
            index === active && 'bg-hover',
          )}
        >
          {item.line}
        </div>
      ))}
    </div>
  );
}
