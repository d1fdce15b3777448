import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { AdminChat } from '../../../server/protocol/admin.ts';
import { recently } from '../../texts/dates.ts';
import { rich, text } from '../../texts/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Name } from '../../ui/name.tsx';
import { fileSize } from '../files/file-size.ts';
import { listNames } from '../title.ts';
import { askAdmin } from './ask-admin.ts';

/** What a chat is called for who takes no part in it: its name, else who does. */
export function adminChatTitle({ name, is_group, participants, participant_usernames }: AdminChat): string {
  if (name !== null) return name;
  if (is_group) return text('adminChats.unnamed');
  if (participants === 0) return text('adminChats.nobody');
  const names = listNames(participant_usernames);
  const more = participants - participant_usernames.length;
  return more > 0 ? text('adminChats.more', { names, count: more }) : names;
}

function facts(chat: AdminChat): string {
  const { participants, message_bytes, file_bytes, last_message_at, owner, is_ai_chat, is_lobby } = chat;
  return [
    is_lobby && text('adminChats.lobby'),
    text('adminChats.people', { count: participants }),
    owner !== null && chat.is_group && text('adminChats.owner', { name: owner.username }),
    is_ai_chat && text('adminChats.ai'),
    message_bytes > 0 && text('adminChats.messages', { size: fileSize(message_bytes) }),
    file_bytes > 0 && text('adminPeople.files', { size: fileSize(file_bytes) }),
    last_message_at === null ? text('adminChats.silent') : text('adminChats.last', { when: recently(last_message_at) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A chat in the host's list. */
export function AdminChatRow({ chat, onDeleted }: { chat: AdminChat; onDeleted: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  const title = adminChatTitle(chat);
  if (isAsking) {
    return (
      <div className="border-t border-line py-2">
        <Confirm
          title={rich('adminChats.delete.title', { name: <Name>{title}</Name> })}
          action={text('adminChats.delete.submit')}
          onConfirm={async () => {
            await askAdmin.deleteChat(chat.id);
            onDeleted();
          }}
          onCancel={() => setIsAsking(false)}
        >
          {text('adminChats.delete.text')}
        </Confirm>
      </div>
    );
  }
  return (
    <div className="flex min-h-11 items-center gap-2.5 border-t border-line py-1.5">
      <div className="min-w-0 flex-1">
        <Name className="block truncate text-sm font-medium">{title}</Name>
        <p className="text-xs text-faint">{facts(chat)}</p>
      </div>
      {chat.is_lobby ? (
        <span aria-hidden className="size-8 shrink-0 coarse:size-10" />
      ) : (
        <IconButton label={text('adminChats.delete', { name: title })} onClick={() => setIsAsking(true)}>
          <Trash2 className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
