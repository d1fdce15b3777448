import { useShallow } from 'zustand/react/shallow';
import { nameOf } from '../../state/profiles.ts';
import { useApp } from '../../state/store.ts';
import { avatarSource } from '../../state/uploads/sources.ts';
import { Avatar, type AvatarSize } from '../../ui/avatar.tsx';
import { useFileUrl } from '../files/use-file-url.ts';

interface PersonAvatarProps {
  username: string;
  size?: AvatarSize;
  className?: string | undefined;
}

/** What somebody looks like: their picture, else the first letter of their name. Their name stands beside it. */
export function PersonAvatar({ username, size = 'normal', className }: PersonAvatarProps) {
  const [id, avatar, name] = useApp(
    useShallow((state) => {
      const profile = state.profiles.get(username);
      return [profile?.id ?? 0, profile?.avatar ?? null, nameOf(state.profiles, username)] as const;
    }),
  );
  const fetched = useFileUrl(avatar === null ? null : avatarSource(id, avatar));
  const url = fetched.kind === 'ready' ? fetched.url : null;
  return <Avatar name={name} seed={username} url={url} size={size} className={className} />;
}
