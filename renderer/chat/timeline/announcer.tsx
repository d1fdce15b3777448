import { useEffect, useState } from 'react';
import type { Message } from '../../../server/protocol/messages.ts';
import { startOf } from '../../../server/protocol/text.ts';
import { findMessage, newestId } from '../../state/messages.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { useMe } from '../me.ts';
import { endSentence } from './reply-end.tsx';
import { authorNameOf } from '../../state/author.ts';
import { nameOf } from '../../state/profiles.ts';
import type { Profiles } from '../../state/types.ts';

const READ_OUT = 400;

/** What a listener needs to hear about a message that changed; null where it is nothing. */
export function announcement(
  before: Message | undefined,
  after: Message,
  me: number,
  profiles: Profiles,
): string | null {
  const content = startOf(after.content, READ_OUT);
  if (!after.is_bot)
    return before === undefined && after.user_id !== me ? `${authorNameOf(profiles, after)}: ${content}` : null;
  if (after.status === before?.status) return null;
  if (after.status === 'streaming') {
    return after.asked_by === undefined
      ? text('reply.status.streaming.anyone')
      : text('reply.status.streaming', { name: nameOf(profiles, after.asked_by) });
  }
  const end = endSentence(after);
  return end === null ? text('reply.status.done', { text: content }) : text('reply.status.ended', { reason: end });
}

/**
 * Reads out what is new. The log itself is silent, because a reply changes it many times a second: its start is
 * announced, and its text once, when it is whole.
 */
export function Announcer({ chatId }: { chatId: number }) {
  const [spoken, setSpoken] = useState('');
  const me = useMe().id;
  useEffect(
    () =>
      useApp.subscribe((state, previous) => {
        const now = state.chats[chatId];
        const before = previous.chats[chatId];
        // Only what comes live: pages of history are read, not heard.
        if (now === undefined || before === undefined || now.messages === before.messages) return;
        if (now.history !== 'ready' || before.history !== 'ready') return;
        const newest = newestId(before.messages);
        const lines = now.messages
          .filter((message, index) => message !== before.messages[index])
          .map((message) => [findMessage(before.messages, message.id), message] as const)
          .filter(([known, message]) => known !== message && (known !== undefined || message.id > newest))
          .map(([known, message]) => announcement(known, message, me, state.profiles))
          .filter((line) => line !== null);
        if (lines.length > 0) setSpoken(lines.join('\n'));
      }),
    [chatId, me],
  );
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {spoken}
    </div>
  );
}
