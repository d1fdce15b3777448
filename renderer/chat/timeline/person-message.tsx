import { memo } from 'react';
import { useMessage } from '../../state/selectors.ts';
import { MessageFrame } from './message-frame.tsx';
import { PersonText } from './person-text.tsx';
import { Waiting } from './waiting.tsx';

interface PersonMessageProps {
  chatId: number;
  id: number;
  head: boolean;
}

/** A stored message of a person. */
export const PersonMessage = memo(function PersonMessage({ chatId, id, head }: PersonMessageProps) {
  const message = useMessage(chatId, id);
  if (message === undefined) return null;
  return (
    <MessageFrame username={message.username} at={message.created_at} head={head}>
      <PersonText content={message.content} />
      <Waiting chatId={chatId} messageId={id} />
    </MessageFrame>
  );
});
