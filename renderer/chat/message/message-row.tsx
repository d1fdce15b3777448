import {
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { cx } from '../../ui/cx.ts';
import { actByKey } from './act-by-key.ts';
import { cameTo, hasLeft, hasMoved, useLatestRow } from './latest-row.ts';
import { MessageToolbar } from './message-toolbar.tsx';
import { useLongPress } from './use-long-press.ts';

/** A mouse that has clicked here has gone elsewhere since; a finger and the keyboard stay where they were last. */
const isShown = (focused: Element) => focused.matches(':focus-visible') || matchMedia('(pointer: coarse)').matches;

interface MessageRowProps {
  chatId: number;
  id: number;
  className: string;
  /** The Tab key leads here. */
  isCurrent: boolean;
  /** What stands above the message in its row, and below: the toolbar keeps to the message. */
  above: ReactNode;
  below: ReactNode;
  children: ReactNode;
}

/**
 * The row of a message. What can be done with it shows while the pointer or the focus is here; its menu opens with Enter,
 * with the menu key, and with a long press.
 */
export function MessageRow({ chatId, id, className, isCurrent, above, below, children }: MessageRowProps) {
  const row = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [held, setHeld] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const openMenu = () => {
    setHeld(true);
    setMenuOpen(true);
  };
  const longPress = useLongPress(openMenu);
  useEffect(() => () => hasLeft(id), [id]);
  const isElsewhere = useLatestRow((latest) => (hovered || focused) && latest.id !== null && latest.id !== id);
  const isActive = held || ((hovered || focused) && !isElsewhere);

  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of what is in the row are its own.
    if (event.target !== row.current) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isMenuKey = event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10');
    if (event.key === 'Enter' || isMenuKey) openMenu();
    else if (!actByKey(event.key, chatId, id)) return;
    event.preventDefault();
  };
  const pointAt = (event: PointerEvent) => {
    // Rows that scroll by under a mouse at rest are not pointed at.
    if (event.pointerType !== 'mouse' || !hasMoved(event) || hovered) return;
    setHovered(true);
    cameTo(id);
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && row.current?.contains(relatedTarget) === true) return;
    setFocused(false);
    hasLeft(id);
  };
  const onContextMenu = (event: MouseEvent) => {
    // A mouse has the browser's own menu, for what is selected; a finger and the keyboard have this one.
    if (event.target === row.current && event.button !== 2) event.preventDefault();
    longPress.onContextMenu(event);
  };
  return (
    // The row is no control: its toolbar and its menu are, and the keys only lead there.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={row}
      className={cx(className, 'outline-offset-[-2px] coarse:select-none')}
      data-message={id}
      // The arrow keys go from message to message.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isCurrent ? 0 : -1}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        setFocused(isShown(target));
        if (isShown(target)) cameTo(id);
      }}
      onBlur={onBlur}
      {...longPress}
      onPointerEnter={pointAt}
      onPointerMove={(event) => {
        pointAt(event);
        longPress.onPointerMove(event);
      }}
      onPointerLeave={() => {
        setHovered(false);
        hasLeft(id);
      }}
      onContextMenu={onContextMenu}
    >
      {above}
      <div className="relative">
        {children}
        {isActive && (
          <MessageToolbar
            chatId={chatId}
            id={id}
            menuOpen={menuOpen}
            onMenu={setMenuOpen}
            onHold={setHeld}
            onClosed={() => {
              // What was chosen may have taken the focus already, to write there.
              const { activeElement } = document;
              if (activeElement === null || activeElement === document.body)
                row.current?.focus({ preventScroll: true });
            }}
          />
        )}
      </div>
      {below}
    </div>
  );
}
