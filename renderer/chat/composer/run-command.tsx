import { toast } from 'sonner';
import { showChatWindow } from '../../screens/chat-window.ts';
import { actions } from '../../state/actions.ts';
import { rich, text } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { preferencesOf } from '../../state/levels.ts';
import { useApp } from '../../state/store.ts';
import { openSearch } from '../search/open-search.ts';
import type { Call } from './commands.ts';

/** Does what a command says, and tells that it is done where that is not to be seen. Rejects as the action does. */
export async function runCommand(chatId: number, { name, argument }: Call): Promise<void> {
  switch (name) {
    case 'search':
      openSearch('chat', argument);
      return;
    case 'leave':
      await actions.leaveChat(chatId);
      return;
    case 'topic':
      await actions.changeChat(chatId, { topic: argument });
      toast.success(text('command.topic.done'));
      return;
    case 'rename':
      await actions.changeChat(chatId, { name: argument });
      toast.success(rich('command.rename.done', { name: <Name>{argument}</Name> }));
      return;
    case 'invite': {
      const username = argument.replace(/^@/, '');
      await actions.invite(chatId, username);
      toast.success(rich('invite.done', { username: <Name>{username}</Name> }));
      return;
    }
    case 'mute':
    case 'unmute':
      await actions.setNotifyLevel(chatId, name === 'mute' ? 'none' : afterMute());
      toast.success(text(`command.${name}.done`));
      return;
    case 'shortcuts':
      showChatWindow('shortcuts');
  }
}

/** What a chat goes back to: where nothing would be told of it in general either, that is not what was meant. */
const afterMute = () => (preferencesOf(useApp.getState()).notify === 'none' ? 'all' : null);
