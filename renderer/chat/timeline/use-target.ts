import { useEffect, useEffectEvent, useLayoutEffect, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { startOf } from '../../../server/protocol/text.ts';
import { actions } from '../../state/actions.ts';
import { findMessage } from '../../state/messages.ts';
import { useApp } from '../../state/store.ts';
import { fullDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { focusRow } from './focus-row.ts';
import type { Row } from './rows.ts';
import { fullNameOf } from '../../state/profiles.ts';

/** How long a message that somebody was led to stands out. */
const LIT_MS = 2_000;
const READ_OUT = 400;

/** Whoever is here goes on here: they are told what they were led to, and the focus stays. */
const keepsFocus = () => document.activeElement?.closest('[data-keeps-focus]') !== null;

function describe(chatId: number, messageId: number): string {
  const message = findMessage(useApp.getState().chats[chatId]?.messages ?? [], messageId);
  if (message === undefined) return '';
  const { username, created_at, content } = message;
  const name = fullNameOf(useApp.getState(), username, chatId);
  return text('jump.there', { name, time: fullDate(created_at), text: startOf(content, READ_OUT) });
}

interface View {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  rows: readonly Row[];
  letGo: () => void;
  /** Called once the view is there. */
  arrived: () => void;
}

/** Takes the view to the message that somebody wants to see, and the focus with it; `lit` is its id for a moment. */
export function useTarget(
  chatId: number,
  { scroller, list, rows, letGo, arrived }: View,
): { lit: number | null; spoken: string } {
  const target = useApp((state) => state.chats[chatId]?.target ?? null);
  const [spoken, setSpoken] = useState('');
  const atRest = useEffectEvent(arrived);

  useLayoutEffect(() => {
    if (target === null) return;
    const index = rows.findIndex((row) => 'id' in row && row.id === target.message_id);
    if (index === -1) return;
    letGo();
    list.current?.scrollToIndex(index, { align: 'center' });
    // Rows that come later are no reason to go there again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [target]);

  useEffect(() => {
    const view = scroller.current;
    if (target === null || view === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // It stands out for as long from when it is there: a hidden page has no frames, and nobody who looks.
    const light = () => {
      timer = setTimeout(() => actions.forgetTarget(chatId), LIT_MS);
      atRest();
    };
    let giveUp: (() => void) | undefined;
    if (keepsFocus()) {
      setSpoken(describe(chatId, target.message_id));
      light();
    } else giveUp = focusRow(view, target.message_id, light);
    return () => {
      giveUp?.();
      clearTimeout(timer);
    };
  }, [chatId, target, scroller]);

  return { lit: target?.message_id ?? null, spoken };
}
