import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { text } from '../../texts/text.ts';
import { showCard } from './card-state.ts';

interface CardButtonProps {
  username: string;
  chatId: number | null;
  className?: string;
  /** The name beside it does the same. */
  isDecoration?: boolean;
  /** Reached with the tab key; a timeline has other ways, as it would be full of them. */
  isStop?: boolean;
  children: ReactNode;
}

/** Somebody's name or picture, which opens their card. */
export function CardButton(props: CardButtonProps) {
  const { username, chatId, className, isDecoration = false, isStop = false, children } = props;
  return (
    <button
      type="button"
      {...(isDecoration ? { 'aria-hidden': true } : { 'aria-haspopup': 'dialog' as const, title: text('card.open') })}
      tabIndex={isStop ? 0 : -1}
      data-card={isDecoration ? undefined : username}
      onClick={({ currentTarget }) => showCard({ username, chatId, anchor: currentTarget })}
      className={cx('cursor-pointer', className)}
    >
      {children}
    </button>
  );
}
