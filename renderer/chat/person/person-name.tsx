import { Name } from '../../ui/name.tsx';
import { useName } from './use-person.ts';

interface PersonNameProps {
  username: string;
  /** Where others could be called the same. */
  chatId?: number | undefined;
  className?: string | undefined;
}

/** What somebody is called. */
export function PersonName({ username, chatId, className }: PersonNameProps) {
  const name = useName(username, chatId ?? null);
  return <Name className={className}>{name}</Name>;
}
