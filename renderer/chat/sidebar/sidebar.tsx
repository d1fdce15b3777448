import { MessageSquareText, Search, SquarePen } from 'lucide-react';
import { text } from '../../texts/text.ts';
import { commandKey } from '../../ui/command-key.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Logo } from '../../ui/logo.tsx';
import { openSearch } from '../search/open-search.ts';
import { BotBadge } from './bot-badge.tsx';
import { ChatList } from './chat-list.tsx';
import { UserMenu } from './user-menu.tsx';

interface SidebarProps {
  openId: number | null;
  onCreate: () => void;
  onSwitch: () => void;
  onShortcuts: () => void;
}

/** The reader's chats, the bot and the reader. */
export function Sidebar({ openId, onCreate, onSwitch, onShortcuts }: SidebarProps) {
  return (
    <div className="flex h-full flex-col bg-sunken md:border-e md:border-line">
      <header className="flex h-13 shrink-0 items-center gap-2.5 pe-2 ps-4">
        <Logo className="size-6" />
        <p className="min-w-0 flex-1 truncate text-base font-semibold tracking-tight">{text('app.name')}</p>
        <IconButton label={text('sidebar.new')} onClick={onCreate}>
          <SquarePen className="size-4.5" />
        </IconButton>
      </header>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={onSwitch}
          className="flex h-8 w-full items-center gap-2.5 rounded-md border border-line bg-canvas px-2.5 text-sm text-faint hover:border-line-strong hover:text-soft coarse:h-10"
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 text-start">{text('sidebar.switch')}</span>
          <span aria-hidden className="flex gap-1 max-md:hidden coarse:hidden">
            <KeyCap>{commandKey()}</KeyCap>
            <KeyCap>K</KeyCap>
          </span>
        </button>
        <button
          type="button"
          onClick={() => openSearch('all')}
          className="mt-1 flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-sm text-soft hover:bg-hover hover:text-ink coarse:h-10"
        >
          <MessageSquareText aria-hidden className="size-4 text-faint" />
          <span className="flex-1 text-start">{text('search.everywhere')}</span>
        </button>
      </div>
      <nav aria-label={text('sidebar.label')} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <ChatList openId={openId} onCreate={onCreate} />
      </nav>
      <footer className="shrink-0 border-t border-line p-2">
        <BotBadge />
        <UserMenu onShortcuts={onShortcuts} />
      </footer>
    </div>
  );
}
