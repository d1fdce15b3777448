import type { MouseEvent } from 'react';
import { actions, environment } from '../../state/actions.ts';
import { placeInLink } from '../../state/message-link.ts';

/** Follows a link to a chat or a message of this server without leaving the page; leaves every other to the browser. */
export function goInside(event: MouseEvent, url: string): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const place = placeInLink(url);
  if (place === null) return;
  event.preventDefault();
  if (place.messageId === null) environment.page.go(`/chats/${place.chatId}`);
  else void actions.jumpTo(place.chatId, place.messageId);
}
