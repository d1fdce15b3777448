import { expect, test } from 'vitest';
import { createMemoryBackplane } from '../../../server/backplane/memory.ts';
import { Absentees, ACTIVITY_INTERVAL } from '../../../server/core/absentees.ts';
import { publishActivity } from '../../../server/core/activity.ts';
import type { Connection } from '../../../server/core/ports/connection.ts';
import { serverFrame, type ServerFrame } from '../../../server/protocol/frames.ts';
import type { Message } from '../../../server/protocol/messages.ts';
import { createFakeClock } from '../../support/clock.ts';
import { at } from '../../support/records.ts';

const said = (id: number, mentions?: string[]): Message => ({
  id,
  chat_id: 1,
  user_id: 2,
  username: 'bob',
  content: 'hello',
  is_bot: false,
  created_at: at(),
  status: 'complete',
  ...(mentions !== undefined && { mentions }),
});

test('[COMPOSE9] activity names everybody whom its messages name, also those that are told of together', async () => {
  const clock = createFakeClock();
  const backplane = createMemoryBackplane();
  const received: ServerFrame[] = [];
  const outside: Connection = {
    userId: 1,
    username: 'ann',
    signIn: { sessionId: undefined, issuedAt: undefined },
    address: '127.0.0.1',
    send: (data) => received.push(serverFrame.parse(JSON.parse(Buffer.from(data).toString()))),
    sendChunk: () => {},
    close: () => {},
  };
  const absentees = new Absentees(backplane, clock);
  absentees.add(outside, 1);
  publishActivity(backplane, said(1, ['ann']));
  publishActivity(backplane, said(2, ['ann', 'cy']));
  publishActivity(backplane, said(3));
  publishActivity(backplane, said(4));
  await clock.advance(ACTIVITY_INTERVAL);
  expect(received).toMatchObject([
    { message_id: 1, mentions: ['ann'] },
    {
      message_id: 4,
      earlier: [
        { message_id: 2, user_id: 2, mentions: ['ann', 'cy'] },
        { message_id: 3, user_id: 2 },
      ],
    },
  ]);
  expect(received[1]).not.toHaveProperty('mentions');
  absentees.remove(outside, 1);
});
