import { isIntegration, type Author } from '../../state/author.ts';
import { BotAvatar } from '../../ui/avatar.tsx';
import { Name } from '../../ui/name.tsx';
import { IntegrationAvatar, IntegrationBadge } from '../webhooks/integration-marks.tsx';
import { PersonAvatar } from './person-avatar.tsx';
import { PersonName } from './person-name.tsx';

interface AuthorNameProps {
  author: Author;
  chatId: number;
  className?: string;
}

/** What an author is called; a program is marked as one, since it may be called like a person. */
export function AuthorName({ author, chatId, className }: AuthorNameProps) {
  if (!isIntegration(author)) return <PersonName username={author.username} chatId={chatId} className={className} />;
  return (
    <>
      <Name className={className}>{author.username}</Name> <IntegrationBadge />
    </>
  );
}

/** What an author looks like, small. Decoration: the name stands beside it. */
export function AuthorAvatar({ author }: { author: Author }) {
  if (author.is_bot) return <BotAvatar size="small" />;
  if (isIntegration(author)) return <IntegrationAvatar size="small" />;
  return <PersonAvatar username={author.username} size="small" />;
}
