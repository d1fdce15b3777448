import { MessagesSquare } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { AdminWindow } from '../chat/admin/admin-window.tsx';
import { LeaveGuestDialog } from '../chat/account/leave-guest-dialog.tsx';
import { UpgradeDialog } from '../chat/account/upgrade-dialog.tsx';
import { Alerts } from '../chat/alerts.tsx';
import { ConnectionPill } from '../chat/connection-pill.tsx';
import { Conversation } from '../chat/conversation.tsx';
import { Farewells } from '../chat/farewells.tsx';
import { InvitesDialog } from '../chat/invites/invites-dialog.tsx';
import { useMe } from '../chat/me.ts';
import {
  closeSearch,
  isInSearchField,
  openSearch,
  useOpenSearch,
  type SearchScope,
} from '../chat/search/open-search.ts';
import { SettingsWindow } from '../chat/settings/settings-window.tsx';
import { Shortcuts } from '../chat/shortcuts.tsx';
import { CreateChatDialog } from '../chat/sidebar/create-chat-dialog.tsx';
import { Sidebar } from '../chat/sidebar/sidebar.tsx';
import { Switcher } from '../chat/switcher.tsx';
import { chatTitle } from '../chat/title.ts';
import { useShortcuts } from '../chat/use-shortcuts.ts';
import { actions } from '../state/actions.ts';
import { placeInPath } from '../state/message-link.ts';
import { useApp } from '../state/store.ts';
import { countText, totalUnread } from '../state/unread.ts';
import { text } from '../texts/text.ts';
import { currentReader } from '../texts/language.ts';
import { cx } from '../ui/cx.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { MenuPlace } from '../ui/menu-place.ts';
import { useMedia } from '../ui/use-media.ts';
import { showChatWindow, useChatWindow, type SimpleWindow } from './chat-window.ts';
import { CardPlace } from '../chat/person/card-place.tsx';

const SearchPanel = lazy(async () => {
  const { SearchPanel: component } = await import('../chat/search/search-panel.tsx');
  return { default: component };
});

/** Opens the chat that the address names, and goes to the message that it names once the chat is known; its id. */
function useAddress(): number | null {
  const [path, navigate] = useLocation();
  const place = placeInPath(path);
  const openId = place?.chatId ?? null;
  const messageId = place?.messageId ?? null;
  const isKnown = useApp((state) => openId !== null && state.chats[openId] !== undefined);
  useEffect(() => {
    actions.openChat(openId);
  }, [openId]);
  useEffect(() => {
    if (openId === null || messageId === null || !isKnown) return;
    void actions.jumpTo(openId, messageId);
    // Led there, the reader moves on: the same link leads there again, and a reload does not.
    navigate(`/chats/${openId}`, { replace: true });
  }, [openId, messageId, isKnown, navigate]);
  return openId;
}

/** The icon of the browser's tab, with a dot while something is not read. */
function showIcon(isUnread: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link !== null) link.href = isUnread ? '/icon-unread.svg' : '/icon.svg';
}

function useDocumentTitle(openId: number | null): void {
  const me = useMe();
  const unread = useApp(totalUnread);
  const title = useApp((state) => {
    const open = openId === null ? undefined : state.chats[openId];
    return open === undefined ? null : chatTitle(open.chat, me.username, state.profiles);
  });
  useEffect(() => {
    const place = title === null ? text('app.name') : `${title} · ${text('app.name')}`;
    showIcon(unread > 0);
    document.title = unread === 0 ? place : `(${countText(unread)}) ${place}`;
  }, [title, unread]);
}

/** The signed-in program: chats on one side, the open one on the other; one at a time where there is no room for both. */
export function ChatScreen() {
  const openId = useAddress();
  const [main, setMain] = useState<HTMLElement | null>(null);
  const isSearching = useOpenSearch((state) => state.isOpen);
  const isWide = useMedia('(min-width: 64rem)');
  const [, navigate] = useLocation();
  const shown = useChatWindow((state) => state.shown);
  const showing = (window: SimpleWindow) => ({
    open: shown?.kind === window,
    onOpenChange: (open: boolean) => showChatWindow(open ? window : null),
  });
  const onCreate = useCallback(() => showChatWindow('create'), []);
  const onSwitch = useCallback(() => showChatWindow('switch'), []);
  const onShortcuts = useCallback(() => showChatWindow('shortcuts'), []);
  useEffect(() => {
    const { locale } = currentReader();
    return () => {
      // Nobody has left it where it is only drawn anew in another language.
      if (currentReader().locale !== locale) return;
      showChatWindow(null);
      closeSearch();
    };
  }, []);
  const onMove = useCallback(
    (step: -1 | 1) => {
      const { chatOrder } = useApp.getState();
      const index = openId === null ? -1 : chatOrder.indexOf(openId);
      const next = chatOrder[index === -1 ? 0 : (index + step + chatOrder.length) % chatOrder.length];
      if (next !== undefined) navigate(`/chats/${next}`);
    },
    [openId, navigate],
  );
  const onSearch = useCallback(
    (scope: SearchScope) => {
      // Asked for while it is open already, the browser's own search is meant.
      if (isInSearchField() || (scope === 'chat' && openId === null)) return false;
      openSearch(scope);
      return true;
    },
    [openId],
  );
  useShortcuts({ onSwitch, onHelp: onShortcuts, onSearch, onMove });
  useDocumentTitle(openId);

  return (
    <main
      ref={setMain}
      className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] md:grid-cols-[17rem_minmax(0,1fr)]"
    >
      <MenuPlace value={main}>
        {/* The visible name goes with the list of chats where there is no room for both. */}
        <h1 className="sr-only">{text('app.name')}</h1>
        <div className={cx('min-h-0', (openId !== null || isSearching) && 'max-md:hidden')}>
          <Sidebar openId={openId} onCreate={onCreate} onSwitch={onSwitch} onShortcuts={onShortcuts} />
        </div>
        <div
          className={cx(
            'relative grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]',
            isSearching && 'lg:grid-cols-[minmax(0,1fr)_21rem]',
            openId === null && !isSearching && 'max-md:hidden',
          )}
        >
          <div className="relative min-h-0 min-w-0" inert={isSearching && !isWide}>
            {openId === null ? (
              <div className="flex h-full items-center justify-center">
                <ConnectionPill />
                <Empty icon={MessagesSquare} title={text('chat.none.title')} text={text('chat.none.text')}>
                  <Button onClick={onCreate}>{text('chat.new')}</Button>
                </Empty>
              </div>
            ) : (
              <Conversation chatId={openId} />
            )}
          </div>
          {isSearching && (
            <div className="min-h-0 min-w-0 max-lg:absolute max-lg:inset-0 max-lg:z-20 lg:border-s lg:border-line">
              <Suspense>
                <SearchPanel openId={openId} isBeside={isWide} />
              </Suspense>
            </div>
          )}
        </div>
        <CreateChatDialog {...showing('create')} />
        <Switcher {...showing('switch')} />
        <Shortcuts {...showing('shortcuts')} />
        <UpgradeDialog {...showing('upgrade')} />
        <LeaveGuestDialog {...showing('leave')} onKeep={() => showChatWindow('upgrade')} />
        <InvitesDialog {...showing('invites')} />
        <SettingsWindow />
        <AdminWindow />
        <Alerts />
        <Farewells />
        <CardPlace />
      </MenuPlace>
    </main>
  );
}
