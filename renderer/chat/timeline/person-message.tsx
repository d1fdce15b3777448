import { memo } from 'react';
import { isIntegration } from '../../state/author.ts';
import { useMessage } from '../../state/selectors.ts';
import { Attachments } from '../files/attachments.tsx';
import { useMe } from '../me.ts';
import { EditedMark, MarksAbove, PinnedMark, Tombstone } from '../message/message-marks.tsx';
import { ReactionsBar } from '../message/reactions-bar.tsx';
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
  const me = useMe().username;
  if (message === undefined) return null;
  const { mentions } = message;
  return (
    <MessageFrame
      chatId={chatId}
      username={message.username}
      at={message.created_at}
      head={head}
      mentionsMe={mentions?.includes(me) === true}
      isIntegration={isIntegration(message)}
    >
      <MarksAbove message={message} />
      {message.deleted_at !== undefined && <Tombstone />}
      {message.content !== '' && <PersonText content={message.content} mentions={mentions} />}
      <Attachments chatId={chatId} files={message.files} person={message.username} />
      <div className="flex flex-wrap items-center gap-x-2 empty:hidden">
        <EditedMark message={message} />
        <PinnedMark message={message} />
      </div>
      <ReactionsBar message={message} />
      <Waiting chatId={chatId} messageId={id} />
    </MessageFrame>
  );
});
