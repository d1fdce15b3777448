import { useMemo } from 'react';
import { useApp } from '../../state/store.ts';
import { useMe } from '../me.ts';
import { useMuted } from '../notify/levels.ts';
import { ownRole, runsChat } from '../roles.ts';
import { commandsFor, type CommandName } from './commands.ts';

const none: readonly never[] = [];

/** The commands that the reader has in this chat. */
export function useCommands(chatId: number): readonly CommandName[] {
  const chat = useApp((state) => state.chats[chatId]?.chat);
  const me = useMe();
  const muted = useMuted(chatId);
  return useMemo(() => {
    if (chat === undefined) return none;
    const role = ownRole(chat, me);
    return commandsFor({ chat, runs: runsChat(role), leaves: role !== 'owner', muted });
  }, [chat, me, muted]);
}
