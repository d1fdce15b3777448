import { ArrowLeft, Search, X } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { SEARCH_QUERY_MAX } from '../../../server/protocol/limits.ts';
import { searchTerms } from '../../../server/protocol/search.ts';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { inputClass } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Filters } from './filters.tsx';
import { GoToDate } from './go-to-date.tsx';
import { closeSearch, setSearchScope, useOpenSearch, type SearchScope } from './open-search.ts';
import { Results } from './results.tsx';
import { countFilters, nothingAsked, toRequest, type SearchInput } from './search-input.ts';
import { useSearch } from './use-search.ts';

const scopes = ['chat', 'all'] as const;

function ScopeChoice({ scope }: { scope: SearchScope }) {
  return (
    <RadioGroup.Root
      value={scope}
      onValueChange={(next) => setSearchScope(next as SearchScope)}
      aria-label={text('search.scope')}
      orientation="horizontal"
      className="grid grid-cols-2 gap-1 rounded-md bg-hover p-0.5"
    >
      {scopes.map((one) => (
        <RadioGroup.Item
          key={one}
          value={one}
          className="h-7 rounded-sm text-sm text-soft data-[state=checked]:bg-raised data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-pill coarse:h-10"
        >
          {text(`search.scope.${one}`)}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

const inputFor = (query: string | null): SearchInput | null =>
  query === null ? null : { ...nothingAsked, query: query.slice(0, SEARCH_QUERY_MAX) };

interface SearchPanelProps {
  openId: number | null;
  /** It stands beside the chat; else in its place. */
  isBeside: boolean;
}

/** Looks for messages in the open chat or in all, and leads to them. */
export function SearchPanel({ openId, isBeside }: SearchPanelProps) {
  const wanted = useOpenSearch((state) => state.scope);
  const asked = useOpenSearch((state) => state.asked);
  const scope = openId === null ? 'all' : wanted;
  const chatId = scope === 'chat' ? openId : null;
  const given = useOpenSearch((state) => state.query);
  const [input, setInput] = useState<SearchInput>(() => inputFor(given) ?? nothingAsked);
  const [answered, setAnswered] = useState(asked);
  if (answered !== asked) {
    setAnswered(asked);
    setInput(inputFor(given) ?? input);
  }
  const [pointed, setPointed] = useState({ in: chatId, at: 0 });
  const setAt = (index: number) => setPointed({ in: chatId, at: index });
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const request = toRequest(input);
  const { found, again, addMore } = useSearch(request, chatId);
  const terms = useMemo(() => searchTerms(input.query), [input.query]);
  const hits = 'hits' in found ? found.hits : [];
  // Elsewhere other messages are found.
  const active = Math.min(pointed.in === chatId ? pointed.at : 0, hits.length - 1);

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  const change = (part: Partial<SearchInput>) => {
    setInput((before) => ({ ...before, ...part }));
    setAt(0);
  };
  const jump = (index: number) => {
    const hit = hits[index];
    if (hit === undefined) return;
    setAt(index);
    // Where the messages are under the search, it makes way for them.
    if (!isBeside) closeSearch();
    void actions.jumpTo(hit.chat_id, hit.message.id);
  };
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') {
      if (active === hits.length - 1) addMore();
      setAt(Math.min(active + 1, hits.length - 1));
    } else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Enter') {
      // What is shown while something else is looked for is not what is meant.
      if (found.kind === 'found') jump(active);
    } else return;
    event.preventDefault();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    closeSearch();
  };

  return (
    // Escape closes it wherever in it the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      role="search"
      aria-label={text('search.title')}
      data-keeps-focus={isBeside || undefined}
      onKeyDown={onKey}
      className="flex h-full min-h-0 flex-col bg-canvas"
    >
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line px-3">
        {!isBeside && (
          <IconButton label={text('search.close')} className="-ms-1" onClick={closeSearch}>
            <ArrowLeft className="size-5" />
          </IconButton>
        )}
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{text('search.title')}</h2>
        {isBeside && (
          <IconButton label={text('search.close')} onClick={closeSearch}>
            <X className="size-4.5" />
          </IconButton>
        )}
      </header>
      <div className="shrink-0 space-y-2 px-3 pt-3">
        <div className="relative">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 start-2.5 size-4 -translate-y-1/2 text-faint"
          />
          <input
            ref={field}
            data-search-field
            type="text"
            inputMode="search"
            enterKeyHint="search"
            role="combobox"
            aria-expanded={hits.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={hits.length > 0 ? `${listId}-${active}` : undefined}
            aria-label={text('search.field')}
            placeholder={text('search.placeholder')}
            maxLength={SEARCH_QUERY_MAX}
            value={input.query}
            onChange={({ target }) => change({ query: target.value })}
            onKeyDown={onFieldKey}
            autoComplete="off"
            spellCheck={false}
            className={cx(inputClass, 'pe-10 ps-8.5')}
          />
          {input.query !== '' && (
            <span className="absolute inset-y-0 end-0.5 flex items-center">
              <IconButton
                label={text('search.clear')}
                size="small"
                onClick={() => {
                  change({ query: '' });
                  field.current?.focus();
                }}
              >
                <X className="size-4" />
              </IconButton>
            </span>
          )}
        </div>
        {openId !== null && <ScopeChoice scope={scope} />}
        <Filters chatId={chatId} input={input} onChange={change} />
      </div>
      <Results
        found={found}
        terms={terms}
        withChat={chatId === null}
        hasFilters={countFilters(input) > 0}
        listId={listId}
        active={active}
        onPoint={setAt}
        onChoose={jump}
        onMore={addMore}
        onAgain={again}
      />
      {openId !== null && <GoToDate key={openId} chatId={openId} onGone={() => !isBeside && closeSearch()} />}
    </section>
  );
}
