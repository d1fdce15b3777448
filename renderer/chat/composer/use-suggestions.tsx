import { useEffect, useMemo, useState, type RefObject } from 'react';
import { BOT_COMMAND } from '../../../server/protocol/limits.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { toneOf, withTone } from '../emoji/tone.ts';
import { lazy, useLazy } from '../markdown/lazy.ts';
import { useMe } from '../me.ts';
import { askedAt, type Asked } from './asked.ts';
import { matchingCommands, argumentOf, type CommandName } from './commands.ts';
import { insertText } from './insert-text.ts';
import { isComposing, isSend, type KeyHandler } from './keys.ts';
import { findPeople, lastToWrite } from './people.ts';
import { CommandLine, EmojiLine, PersonSuggestion } from './suggestion-lines.tsx';
import { LIST_ID, optionId, SuggestionList, type Suggestion } from './suggestion-list.tsx';

const none: readonly never[] = [];
const SHOWN_MAX = 50;
const EMOJI_SHOWN = 12;

const catalogue = lazy(() => import('../emoji/catalogue.ts'));

const labels = { command: 'composer.palette', person: 'mention.list', emoji: 'emoji.title' } as const;

/** Who could be meant, as far as is known; everybody in the chat once the list is loaded. */
function usePeople(chatId: number, asked: Asked | null): readonly Suggestion[] {
  const me = useMe().username;
  const wanted = asked?.kind === 'person';
  const chat = useApp((state) => (wanted ? state.chats[chatId] : undefined));
  const profiles = useApp((state) => (wanted ? state.profiles : null));
  const isLoaded = useApp((state) => state.chats[chatId]?.participants != null);
  useEffect(() => {
    // Who is known without it can be named all the same.
    if (wanted && !isLoaded) actions.loadParticipants(chatId).catch(() => undefined);
  }, [wanted, isLoaded, chatId]);
  return useMemo(() => {
    if (asked?.kind !== 'person' || chat === undefined) return none;
    const known = chat.participants?.map(({ username }) => username) ?? chat.chat.participant_usernames;
    const here = new Set(chat.members);
    return findPeople({
      query: asked.query,
      usernames: known.filter((name) => name !== me),
      nameOf: (username) => profiles?.get(username)?.display_name ?? username,
      lively: [...lastToWrite(chat.messages), ...chat.members],
      withBot: asked.start === 0 && !chat.chat.is_ai_chat,
    })
      .slice(0, SHOWN_MAX)
      .map((person) => ({
        key: person.username,
        insert: person.isBot ? BOT_COMMAND : `@${person.username} `,
        line: <PersonSuggestion person={person} isHere={here.has(person.username)} />,
      }));
  }, [asked, chat, me, profiles]);
}

function useEmojis(asked: Asked | null): readonly Suggestion[] {
  const tone = useApp((state) => toneOf(state.emojiUse.tone));
  const loaded = useLazy(catalogue, asked?.kind === 'emoji');
  return useMemo(() => {
    if (asked?.kind !== 'emoji' || loaded === null) return none;
    return loaded.findEmojis(asked.query, EMOJI_SHOWN).map(({ emoji, words, hasTones }) => {
      const glyph = hasTones ? withTone(emoji, tone) : emoji;
      return { key: emoji, insert: `${glyph} `, line: <EmojiLine glyph={glyph} shortcode={words[0] ?? ''} /> };
    });
  }, [asked, loaded, tone]);
}

const commandSuggestion = (name: CommandName): Suggestion => ({
  key: name,
  insert: argumentOf(name) === null ? `/${name}` : `/${name} `,
  line: <CommandLine name={name} />,
});

interface SuggestionsInput {
  chatId: number;
  field: RefObject<HTMLTextAreaElement | null>;
  /** None while a message is changed: its text is no command. */
  commands: readonly CommandName[];
}

/** The list over the text field that helps to complete what is being typed, and what the field has to do for it. */
export function useSuggestions({ chatId, field, commands }: SuggestionsInput) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [at, setAt] = useState(0);
  const people = usePeople(chatId, asked);
  const emojis = useEmojis(asked);
  const items =
    asked?.kind === 'command'
      ? matchingCommands(asked.query, commands).map(commandSuggestion)
      : asked?.kind === 'person'
        ? people
        : emojis;
  const active = Math.min(at, items.length - 1);
  const isOpen = asked !== null && items.length > 0;

  const close = () => setAsked(null);
  const pick = (item: Suggestion) => {
    if (asked === null || field.current === null) return;
    const { value } = field.current;
    // Where a space follows already, one is enough.
    const insert = value.startsWith(' ', asked.end) ? item.insert.trimEnd() : item.insert;
    insertText(field.current, insert, asked);
    close();
    if (asked.kind === 'emoji') actions.noteEmoji(item.insert.trim());
  };

  const onKey: KeyHandler = (event) => {
    const { key, nativeEvent, shiftKey, altKey, ctrlKey, metaKey } = event;
    const item = items[active];
    if (!isOpen || item === undefined || isComposing(nativeEvent)) return false;
    if (altKey || ctrlKey || metaKey || shiftKey) return false;
    if (key === 'ArrowDown') setAt((active + 1) % items.length);
    else if (key === 'ArrowUp') setAt((active + items.length - 1) % items.length);
    else if (key === 'Escape') close();
    else if (key === 'Tab') pick(item);
    else if (isSend(nativeEvent)) {
      // A command that is there in full and takes nothing more is to be done, not to be completed.
      if (asked.kind === 'command' && item.insert === `/${asked.query}`) {
        close();
        return false;
      }
      pick(item);
    } else return false;
    return true;
  };

  return {
    /** The list is there to choose from. */
    isOpen,
    close,
    /** Something was typed. */
    typed: ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) => {
      const next = selectionStart === selectionEnd ? askedAt(value, selectionStart) : null;
      setAt(0);
      setAsked(next);
    },
    /** The caret was moved, maybe away from what was typed. */
    moved: ({ selectionStart, selectionEnd }: HTMLTextAreaElement) => {
      if (asked === null) return;
      const isInside = selectionStart === selectionEnd && selectionStart > asked.start && selectionStart <= asked.end;
      if (!isInside) close();
    },
    onKey,
    /** What the text field tells of the list. */
    aria: isOpen
      ? {
          'aria-autocomplete': 'list' as const,
          'aria-haspopup': 'listbox' as const,
          'aria-controls': LIST_ID,
          'aria-activedescendant': optionId(active),
        }
      : {},
    list: (
      <>
        {isOpen && (
          <SuggestionList
            label={text(labels[asked.kind])}
            items={items}
            active={active}
            onActive={setAt}
            onPick={pick}
          />
        )}
        <p role="status" className="sr-only">
          {isOpen && text('suggestions.count', { count: items.length })}
        </p>
      </>
    ),
  };
}
