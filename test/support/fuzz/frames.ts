import { anyValue, mutated, type Pairs } from './json.ts';
import type { Random } from './random.ts';

/** Where frames go. */
export interface FuzzedChats {
  /** Chats that exist, whether the sender takes part or not. */
  chatIds: number[];
}

const words = ['hello', '/bot why?', 'a longer thought about nothing in particular', '😀', '\n', 'x'.repeat(400)];

/** The text of a frame of at most so many bytes: now and then one that is right, mostly one that nearly is, sometimes anything. */
export function anyFrame(random: Random, chats: FuzzedChats, bytesMax: number): string {
  // What is cut in two is no text that could be sent.
  const frame = anyText(random, chats).toWellFormed();
  return Buffer.byteLength(frame) <= bytesMax ? frame : frame.slice(0, bytesMax / 4);
}

function anyText(random: Random, { chatIds }: FuzzedChats): string {
  if (random.chance(0.03)) return anyValue(random);
  const chat_id = random.chance(0.9) ? String(random.pick(chatIds)) : anyValue(random);
  const about: Pairs = [['chat_id', chat_id]];
  switch (random.below(14)) {
    case 0:
      return mutated([['type', '"join"'], ...about], random);
    case 1:
      return mutated([['type', '"leave"'], ...about], random);
    case 2:
    case 3:
      return mutated([['type', '"typing"'], ...about], random);
    case 4:
      return mutated([['type', '"stop"'], ...about, ['message_id', String(random.below(2000))]], random);
    case 5:
      return mutated([['type', '"ping"']], random);
    case 6:
      return mutated([['type', anyValue(random)], ...about, ['content', anyValue(random)]], random);
    case 7:
      return mutated([['type', '"read"'], ...about, ['message_id', String(random.below(2000))]], random);
    case 8:
      return mutated(
        [
          ['type', '"presence"'],
          ['status', random.pick(['"away"', '"online"', '"offline"'])],
        ],
        random,
      );
    default:
      return message(random, about);
  }
}

/** Seldom a right one: what is stored takes its place in memory for good, and that is not what is looked for. */
function message(random: Random, about: Pairs): string {
  // Of two that ask the bot one waits; all in all there are few.
  const content = random.chance(0.02) ? '"/bot hi"' : JSON.stringify(random.pick(words).replace('/bot', ''));
  const key = JSON.stringify(random.chance(0.5) ? `k${random.below(500)}` : random.bytes(8).toString('hex'));
  const pairs: Pairs = [['type', '"message"'], ...about, ['content', content], ['client_id', key]];
  if (random.chance(0.1)) pairs.push(['reply_to', random.chance(0.5) ? String(random.below(2000)) : anyValue(random)]);
  if (random.chance(0.1)) pairs.push(['forward', anyForward(random, about)]);
  if (random.chance(0.2)) pairs.push(['file_ids', random.pick(['[1]', '[]', '[1,1]', '[9007199254740991]', '"1"'])]);
  return random.chance(0.85) ? mutated([...pairs, ['content', anyValue(random)]], random) : mutated(pairs, random);
}

function anyForward(random: Random, about: Pairs): string {
  if (random.chance(0.3)) return anyValue(random);
  return mutated([...about, ['message_id', String(random.below(2000))]], random);
}
