import { EllipsisVertical } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Role } from '../../../server/protocol/chats.ts';
import type { Participant } from '../../../server/protocol/membership.ts';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { menuItem } from '../../ui/menu-item.ts';
import { errorText } from '../error-text.ts';
import { PersonLine } from '../person-line.tsx';
import { mayRemove } from '../roles.ts';
import { PersonName } from '../person/person-name.tsx';
import { useName } from '../person/use-person.ts';

interface PersonRowProps {
  chatId: number;
  person: Participant;
  role: Role;
  /** The reader's. */
  mine: Role;
  isMe: boolean;
  isHere: boolean;
}

/** Somebody in a chat, and what the reader may do about them. */
export function PersonRow({ chatId, person, role, mine, isMe, isHere }: PersonRowProps) {
  const [asking, setAsking] = useState<'remove' | 'handOver' | null>(null);
  const { id, username, is_guest } = person;
  const name = <PersonName username={username} chatId={chatId} />;
  const called = useName(username, chatId);
  const cancel = () => setAsking(null);
  if (asking === 'remove') {
    return (
      <Confirm
        title={rich('people.remove.title', { name })}
        action={text('people.remove.submit')}
        onConfirm={() => actions.removeParticipant(chatId, id)}
        onCancel={cancel}
      >
        {text('people.remove.text')}
      </Confirm>
    );
  }
  if (asking === 'handOver') {
    return (
      <Confirm
        title={rich('role.handOver.title', { name })}
        action={text('role.handOver.submit')}
        onConfirm={async () => {
          await actions.setRole(chatId, id, 'owner');
          cancel();
        }}
        onCancel={cancel}
      >
        {text('role.handOver.text')}
      </Confirm>
    );
  }
  const setRole = (next: Role) => {
    actions.setRole(chatId, id, next).catch((failure: unknown) => {
      toast.error(text('role.failed', { reason: errorText(failure) }));
    });
  };
  const mayRule = mine === 'owner' && !isMe;
  const removable = !isMe && mayRemove(mine, role);
  const notes = [isMe && text('common.you'), role !== 'member' && text(`role.${role}`)];
  return (
    <div className="flex min-h-11 items-center gap-2.5">
      <PersonLine name={username} chatId={chatId} isHere={isHere} isGuest={is_guest === true} notes={notes} />
      {(mayRule || removable) && (
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger
            aria-label={text('details.more', { name: called })}
            className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink coarse:size-10"
          >
            <EllipsisVertical aria-hidden className="size-4" />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              align="end"
              collisionPadding={8}
              className="z-60 w-52 animate-appear rounded-lg bg-raised p-1 shadow-float"
            >
              {mayRule && (
                <DropdownMenu.Item className={menuItem} onSelect={() => setRole(role === 'admin' ? 'member' : 'admin')}>
                  {text(role === 'admin' ? 'role.makeMember' : 'role.makeAdmin')}
                </DropdownMenu.Item>
              )}
              {mayRule && (
                <DropdownMenu.Item className={menuItem} onSelect={() => setAsking('handOver')}>
                  {text('role.handOver')}
                </DropdownMenu.Item>
              )}
              {removable && (
                <DropdownMenu.Item className={`${menuItem} text-danger`} onSelect={() => setAsking('remove')}>
                  {text('people.remove.submit')}
                </DropdownMenu.Item>
              )}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      )}
    </div>
  );
}
