import { CornerUpLeft, Pencil, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { actions } from '../../state/actions.ts';
import { useMessage } from '../../state/selectors.ts';
import { useApp } from '../../state/store.ts';
import { rich, text } from '../../texts/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { excerptOf } from './excerpt.ts';
import { AuthorName } from '../person/author.tsx';

interface LineProps {
  icon: LucideIcon;
  title: ReactNode;
  /** What the message says that it is about. */
  excerpt?: string | undefined;
  error?: string | null;
  cancel: string;
  onCancel: () => void;
}

function Line({ icon: Icon, title, excerpt, error, cancel, onCancel }: LineProps) {
  return (
    <div className="flex min-h-9 animate-appear items-center gap-2 pe-1 ps-2.5 text-sm">
      <Icon aria-hidden className="size-4 shrink-0 text-accent" />
      <p id="composing" className="min-w-0 flex-1 truncate">
        <span className="font-medium">{title}</span>
        {error === null && excerpt !== undefined && excerpt !== '' && <bdi className="ms-2 text-soft">{excerpt}</bdi>}
        {error !== null && error !== undefined && (
          <span role="alert" className="ms-2 text-danger">
            {error}
          </span>
        )}
      </p>
      <IconButton size="small" label={cancel} onClick={onCancel}>
        <X className="size-4" />
      </IconButton>
    </div>
  );
}

interface BannerProps {
  chatId: number;
  /** Why a change was not taken. */
  error: string | null;
  onCancel: () => void;
}

function ReplyBanner({ chatId, messageId, onCancel }: Omit<BannerProps, 'error'> & { messageId: number }) {
  const message = useMessage(chatId, messageId);
  return (
    <Line
      icon={CornerUpLeft}
      title={
        message === undefined
          ? text('composing.reply.unknown')
          : rich('composing.reply', { name: <AuthorName author={message} chatId={chatId} /> })
      }
      excerpt={message && excerptOf(message)}
      error={null}
      cancel={text('composing.reply.cancel')}
      onCancel={onCancel}
    />
  );
}

function EditBanner({ chatId, messageId, error, onCancel }: BannerProps & { messageId: number }) {
  const message = useMessage(chatId, messageId);
  return (
    <Line
      icon={Pencil}
      title={text('composing.edit')}
      excerpt={message && excerptOf(message)}
      error={error}
      cancel={text('composing.edit.cancel')}
      onCancel={onCancel}
    />
  );
}

/** Above the text field: which message is answered or changed, and a way out. Nothing where a new message is written. */
export function Banner({ chatId, error, onCancel }: BannerProps) {
  const composing = useApp((state) => state.composing[chatId]);
  if (composing === undefined) return null;
  const cancel = () => {
    actions.cancelComposing(chatId);
    onCancel();
  };
  return composing.kind === 'reply' ? (
    <ReplyBanner chatId={chatId} messageId={composing.message_id} onCancel={cancel} />
  ) : (
    <EditBanner chatId={chatId} messageId={composing.message_id} error={error} onCancel={cancel} />
  );
}
