import type { Chat } from '../../server/protocol/chats.ts';
import { pictureSource } from '../state/uploads/sources.ts';
import { text } from '../texts/text.ts';
import { cx } from '../ui/cx.ts';
import { useFileUrl } from './files/use-file-url.ts';
import { chatKind, KindIcon } from './kind-icon.tsx';

const sizes = { small: 'size-6 rounded-md', normal: 'size-8 rounded-lg', large: 'size-20 rounded-2xl' } as const;
const icons = { small: 'size-4', normal: 'size-4.5', large: 'size-9' } as const;

interface ChatPictureProps {
  chat: Chat;
  size?: keyof typeof sizes;
  className?: string;
}

/** A chat's picture, and the sign of its kind where it has none. Its name stands beside it. */
export function ChatPicture({ chat, size = 'small', className }: ChatPictureProps) {
  const fetched = useFileUrl(chat.picture === null ? null : pictureSource(chat.id, chat.picture));
  const frame = cx('inline-flex shrink-0 items-center justify-center overflow-hidden', sizes[size], className);
  if (chat.picture === null || fetched.kind === 'error') {
    return (
      <span className={cx(frame, size === 'large' && 'bg-hover')}>
        <KindIcon chat={chat} className={icons[size]} />
      </span>
    );
  }
  return (
    <span className={cx(frame, 'bg-hover')}>
      {fetched.kind === 'ready' && (
        <img src={fetched.url} alt={text(`sidebar.kind.${chatKind(chat)}`)} className="size-full object-cover" />
      )}
    </span>
  );
}
