import { MessagesSquare } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AdminChat } from '../../../server/protocol/admin.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { LoadedList } from '../loaded-list.tsx';
import { adminChatTitle, AdminChatRow } from './admin-chat-row.tsx';
import { askAdmin } from './ask-admin.ts';
import { Chooser } from './chooser.tsx';
import { SearchBox } from './search-box.tsx';
import { useLoaded } from './use-loaded.ts';

const activity = ({ last_message_at, created_at }: AdminChat) => last_message_at ?? created_at;
const size = ({ message_bytes, file_bytes }: AdminChat) => message_bytes + file_bytes;

const orders = {
  activity: (a: AdminChat, b: AdminChat) => activity(b).localeCompare(activity(a)) || b.id - a.id,
  size: (a: AdminChat, b: AdminChat) => size(b) - size(a) || a.id - b.id,
  name: (a: AdminChat, b: AdminChat) => adminChatTitle(a).localeCompare(adminChatTitle(b)),
};

function List({ list, onDeleted }: { list: readonly AdminChat[]; onDeleted: (chatId: number) => void }) {
  const [typed, setTyped] = useState('');
  const [order, setOrder] = useState<keyof typeof orders>('activity');
  const shown = useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase();
    const texts = (chat: AdminChat) => [adminChatTitle(chat), ...chat.participant_usernames];
    const isWanted = (chat: AdminChat) => texts(chat).some((one) => one.toLocaleLowerCase().includes(wanted));
    return list.filter(isWanted).toSorted(orders[order]);
  }, [list, typed, order]);
  if (list.length === 0) return <Empty icon={MessagesSquare} title={text('adminChats.empty')} />;
  return (
    <>
      <SearchBox label={text('adminChats.search')} value={typed} onChange={setTyped} />
      <div className="mt-2 mb-3 flex gap-2">
        <Chooser
          label={text('adminPeople.sort')}
          value={order}
          onChange={setOrder}
          options={[
            { value: 'activity', label: text('adminChats.sort.activity') },
            { value: 'size', label: text('adminChats.sort.size') },
            { value: 'name', label: text('adminPeople.sort.name') },
          ]}
        />
      </div>
      <p role="status" className="mb-1 text-xs text-faint">
        {text('adminChats.count', { count: shown.length })}
      </p>
      <div className="-mx-1 max-h-[60dvh] overflow-y-auto px-1">
        <LongList items={shown} keyOf={({ id }) => id}>
          {(chat) => <AdminChatRow chat={chat} onDeleted={() => onDeleted(chat.id)} />}
        </LongList>
      </div>
      {shown.length === 0 && (
        <div className="py-3 text-sm text-soft">
          <p className="mb-2">{text('adminChats.none')}</p>
          <Button size="small" onClick={() => setTyped('')}>
            {text('adminChats.none.clear')}
          </Button>
        </div>
      )}
    </>
  );
}

/** All chats of the server, how large they are, and what can be deleted. */
export function ChatsSection() {
  const { loaded, setLoaded, reload } = useLoaded(askAdmin.chats);
  return (
    <>
      <p className="mb-3 text-sm text-soft">{text('adminChats.private')}</p>
      <LoadedList loaded={loaded} reload={reload}>
        {(list) => (
          <List
            list={list}
            onDeleted={(chatId) => setLoaded({ kind: 'ready', list: list.filter(({ id }) => id !== chatId) })}
          />
        )}
      </LoadedList>
    </>
  );
}
