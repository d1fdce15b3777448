import { lazy, Suspense } from 'react';
import type { Chat } from '../../../server/protocol/chats.ts';
import { CHAT_NAME_MAX, TOPIC_MAX } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ChatPicture } from '../chat-picture.tsx';
import { useMe } from '../me.ts';
import { ownRole, runsChat } from '../roles.ts';
import { AddPeople } from './add-people.tsx';
import { EditableLine } from './editable-line.tsx';
import { LevelSelect } from '../notify/level-select.tsx';
import { Export } from './export.tsx';
import { Going } from './going.tsx';
import { ChatPeople } from './people.tsx';
import { PictureButtons } from './picture-buttons.tsx';

const WebhooksSection = lazy(async () => ({
  default: (await import('../webhooks/webhooks-section.tsx')).WebhooksSection,
}));

interface DetailsDialogProps {
  chat: Chat;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What a chat is called and about, who is in it, and the ways out of it. */
export function DetailsDialog({ chat, title, open, onOpenChange }: DetailsDialogProps) {
  const me = useMe();
  const runs = runsChat(ownRole(chat, me));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text('details.title')}
      // On a phone it takes all the room.
      className="max-w-lg max-sm:inset-0 max-sm:top-0 max-sm:max-h-dvh max-sm:max-w-none max-sm:rounded-none"
    >
      <div className="space-y-5">
        <div className={cx('flex gap-4', runs ? 'items-start' : 'items-center')}>
          <ChatPicture chat={chat} size="large" className="text-faint" />
          <div className="min-w-0 flex-1 space-y-3">
            <EditableLine
              label={text('details.name')}
              value={chat.name}
              none={text('details.name.none')}
              max={CHAT_NAME_MAX}
              edit={runs ? text('details.name.edit') : null}
              onSave={(name) => actions.changeChat(chat.id, { name })}
            />
            <EditableLine
              label={text('details.topic')}
              value={chat.topic}
              none={text('details.topic.none')}
              hint={text('details.topic.hint')}
              max={TOPIC_MAX}
              edit={runs ? text('details.topic.edit') : null}
              onSave={(topic) => actions.changeChat(chat.id, { topic })}
            />
            {runs && <PictureButtons chat={chat} />}
          </div>
        </div>
        <ChatPeople chat={chat} />
        <AddPeople chatId={chat.id} />
        <LevelSelect chatId={chat.id} />
        <div className="border-t border-line pt-4">
          <Export chat={chat} title={title} />
        </div>
        {runs && (
          <div className="border-t border-line pt-4">
            <Suspense fallback={<Spinner />}>
              <WebhooksSection chatId={chat.id} />
            </Suspense>
          </div>
        )}
        <div className="border-t border-line pt-4">
          <Going chat={chat} title={title} onGone={() => onOpenChange(false)} />
        </div>
      </div>
    </Dialog>
  );
}
