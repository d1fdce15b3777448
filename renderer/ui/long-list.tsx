import { createContext, useContext, useState, type ReactNode } from 'react';
import { Virtualizer, type CustomItemComponentProps } from 'virtua';

/** Up to here all rows are on the page, where the browser's own search and every other tool find them. */
const SHORT = 100;

const Total = createContext(0);

function Row({ style, index, children, ref }: CustomItemComponentProps) {
  const total = useContext(Total);
  return (
    <li ref={ref} style={style} aria-posinset={index + 1} aria-setsize={total}>
      {children}
    </li>
  );
}

interface LongListProps<Item> {
  items: readonly Item[];
  /** Stays the same for an item, and is no other's. */
  keyOf: (item: Item) => number;
  children: (item: Item) => ReactNode;
}

/** A list of any length; of a long one, only what is near the view is on the page. Its parent is what scrolls. */
export function LongList<Item>({ items, keyOf, children }: LongListProps<Item>) {
  const [focused, setFocused] = useState<number | null>(null);
  if (items.length <= SHORT) {
    return (
      <ul>
        {items.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
    );
  }
  // Scrolled away with the mouse, a row that has the focus must not take it along.
  const kept = focused === null ? -1 : items.findIndex((item) => keyOf(item) === focused);
  return (
    <Total value={items.length}>
      <Virtualizer as="ul" item={Row} data={items} {...(kept !== -1 && { keepMounted: [kept] })}>
        {(item) => (
          <div key={keyOf(item)} onFocus={() => setFocused(keyOf(item))} onBlur={() => setFocused(null)}>
            {children(item)}
          </div>
        )}
      </Virtualizer>
    </Total>
  );
}
