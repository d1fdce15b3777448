import { AppError } from '../../core/errors.ts';
import type { NotifyLevel } from '../../protocol/preferences.ts';
import type { Change } from './document.ts';
import { participantIndex } from './document-index.ts';

/** See `Store.setNotifyLevel`. */
export function setNotifyLevel(chatId: number, userId: number, notify: NotifyLevel | null): Change<void> {
  return (data) => {
    const participant = participantIndex(data.participants).usersOf.get(chatId)?.get(userId);
    if (!participant) throw new AppError('not_authorized');
    if (participant.notify === notify) return { data, result: undefined };
    const participants = data.participants.map((one) => (one === participant ? { ...one, notify } : one));
    return { data: { ...data, participants }, result: undefined };
  };
}
