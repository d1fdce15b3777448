import { Sparkle, User, Users } from 'lucide-react';
import type { Chat } from '../../server/protocol/chats.ts';
import { text } from '../texts/text.ts';

/** Whether a chat is with one person, many, or the bot. */
export function chatKind(chat: Chat): 'private' | 'group' | 'ai' {
  if (chat.is_ai_chat) return 'ai';
  return chat.is_group ? 'group' : 'private';
}

const icons = { private: User, group: Users, ai: Sparkle } as const;

export function KindIcon({ chat, className = 'size-4' }: { chat: Chat; className?: string }) {
  const kind = chatKind(chat);
  const Icon = icons[kind];
  return <Icon role="img" aria-label={text(`sidebar.kind.${kind}`)} className={`shrink-0 ${className}`} />;
}
