import type { ReactNode } from 'react';
import type { ChatEvent } from '../../state/types.ts';
import { rich } from '../../texts/text.ts';
import { Name } from '../../ui/name.tsx';
import { PersonName } from '../person/person-name.tsx';

/** What has been done with the chat, as a sentence. */
export function eventText(event: ChatEvent, chatId?: number): ReactNode {
  const person = (username: string) => <PersonName username={username} chatId={chatId} />;
  const by = event.by === undefined ? null : person(event.by);
  switch (event.kind) {
    case 'added':
    case 'removed': {
      const name = person(event.username);
      return by ? rich(`event.${event.kind}.by`, { by, name }) : rich(`event.${event.kind}`, { name });
    }
    case 'left':
      return rich('event.left', { name: person(event.username) });
    case 'role':
      return rich(`event.role.${event.role}`, { name: person(event.username) });
    case 'renamed': {
      if (event.name === null) return by ? rich('event.unnamed.by', { by }) : rich('event.unnamed');
      const chat = <Name>{event.name}</Name>;
      return by ? rich('event.renamed.by', { by, chat }) : rich('event.renamed', { chat });
    }
    case 'topic': {
      if (event.topic === null) return by ? rich('event.untopic.by', { by }) : rich('event.untopic');
      const topic = <Name>{event.topic}</Name>;
      return by ? rich('event.topic.by', { by, topic }) : rich('event.topic', { topic });
    }
    case 'webhook_off':
      return rich(`event.webhook.${event.reason}`, { name: <Name>{event.name}</Name> });
    case 'picture':
      if (event.isGone) return by ? rich('event.unpicture.by', { by }) : rich('event.unpicture');
      return by ? rich('event.picture.by', { by }) : rich('event.picture');
  }
}
