import {
  BellOff,
  Bell,
  Hash,
  Keyboard,
  LogOut,
  Pencil,
  Search,
  Sparkle,
  UserPlus,
  type LucideIcon,
} from 'lucide-react';
import { text } from '../../texts/text.ts';
import { BotAvatar } from '../../ui/avatar.tsx';
import { Name } from '../../ui/name.tsx';
import { argumentOf, type CommandName } from './commands.ts';
import type { Named } from './people.ts';
import { NameWithHandle } from '../person/name-with-handle.tsx';
import { PersonAvatar } from '../person/person-avatar.tsx';

const icons: Record<CommandName, LucideIcon> = {
  bot: Sparkle,
  search: Search,
  topic: Hash,
  rename: Pencil,
  invite: UserPlus,
  mute: BellOff,
  unmute: Bell,
  leave: LogOut,
  shortcuts: Keyboard,
};

/** A command, what has to follow it, and what it does. */
export function CommandLine({ name }: { name: CommandName }) {
  const Icon = icons[name];
  const takes = argumentOf(name);
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-accent" />
      <span className="font-mono text-sm whitespace-nowrap">
        <span className="font-medium">/{name}</span>
        {takes !== null && <span className="text-faint"> {text(`command.${takes}`)}</span>}
      </span>
      <span className="ms-auto min-w-0 truncate text-xs text-soft max-sm:hidden">{text(`command.${name}.text`)}</span>
    </>
  );
}

/** Somebody in the chat, or the bot. */
export function PersonSuggestion({ person, isHere }: { person: Named; isHere: boolean }) {
  return (
    <>
      {person.isBot ? <BotAvatar size="small" /> : <PersonAvatar username={person.username} size="small" />}
      {person.isBot ? (
        <Name className="min-w-0 truncate font-medium">{person.username}</Name>
      ) : (
        <NameWithHandle username={person.username} className="min-w-0 truncate font-medium" />
      )}
      <span className="ms-auto shrink-0 text-xs text-faint">
        {person.isBot ? text('mention.bot') : isHere ? text('people.online') : ''}
      </span>
    </>
  );
}

/** An emoji and what it is completed by. */
export function EmojiLine({ glyph, shortcode }: { glyph: string; shortcode: string }) {
  return (
    <>
      <span aria-hidden className="w-6 text-center font-emoji text-lg leading-none">
        {glyph}
      </span>
      <span className="min-w-0 truncate">:{shortcode}:</span>
    </>
  );
}
