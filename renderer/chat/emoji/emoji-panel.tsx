import {
  Apple,
  Car,
  Clock,
  Dumbbell,
  Flag,
  Hash,
  Lightbulb,
  PawPrint,
  Smile,
  UserRound,
  type LucideIcon,
} from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { cx } from '../../ui/cx.ts';
import { inputClass } from '../../ui/field.tsx';
import { isComposing } from '../composer/keys.ts';
import { EmojiGrid, type GridHandle } from './emoji-grid.tsx';
import { EmojiFoot } from './emoji-foot.tsx';
import { sectionsOf, type Cell, type Section } from './sections.ts';
import { toneOf } from './tone.ts';

const icons: Record<string, LucideIcon> = {
  recent: Clock,
  smileys_emotion: Smile,
  people_body: UserRound,
  animals_nature: PawPrint,
  food_drink: Apple,
  travel_places: Car,
  activities: Dumbbell,
  objects: Lightbulb,
  symbols: Hash,
  flags: Flag,
};

interface CategoriesProps {
  sections: readonly Section[];
  /** The one that is in sight. */
  shown: string;
  onChoose: (id: string) => void;
}

function Categories({ sections, shown, onChoose }: CategoriesProps) {
  return (
    <Toolbar.Root aria-label={text('emoji.categories')} className="flex justify-between border-b border-line px-2 pb-1">
      {sections.map(({ id, title }) => {
        const Icon = icons[id] ?? Hash;
        return (
          <Toolbar.Button
            key={id}
            aria-label={title}
            title={title}
            aria-current={id === shown || undefined}
            onClick={() => onChoose(id)}
            className={cx(
              'flex h-8 min-w-0 flex-1 items-center justify-center rounded-md outline-offset-[-2px] hover:bg-hover coarse:h-10',
              id === shown ? 'text-accent' : 'text-faint',
            )}
          >
            <Icon aria-hidden className="size-4" />
          </Toolbar.Button>
        );
      })}
    </Toolbar.Root>
  );
}

/** A touch screen's keyboard would cover what is to be chosen from. */
const hasKeyboard = () => matchMedia('(hover: hover) and (pointer: fine)').matches;

/** Every emoji: a search, the categories, the grid, and what is known of the one that is looked at. */
export function EmojiPanel({ onPick }: { onPick: (emoji: string, more: boolean) => void }) {
  const tone = useApp((state) => toneOf(state.emojiUse.tone));
  // What is picked while it is open changes its place the next time.
  const [recent] = useState(() => useApp.getState().emojiUse.recent);
  const [query, setQuery] = useState('');
  const deferred = useDeferredValue(query);
  const [looked, setLooked] = useState<Cell | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  const sections = useMemo(() => sectionsOf(deferred, recent, tone), [deferred, recent, tone]);
  const first = sections[0]?.rows[0]?.cells[0];
  const isSearch = deferred.trim() !== '';

  function pickFirst(more: boolean) {
    // What is typed last may not be looked up yet.
    const cell = query.trim() === '' ? undefined : sectionsOf(query, [], tone)[0]?.rows[0]?.cells[0];
    if (cell !== undefined) onPick(cell.glyph, more);
  }

  useEffect(() => {
    if (hasKeyboard()) search.current?.focus();
  }, []);

  return (
    <>
      <div className="p-2">
        <input
          ref={search}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent)) return;
            if (event.key === 'ArrowDown') grid.current?.focusFirst();
            else if (event.key === 'Enter') pickFirst(event.shiftKey);
            else return;
            event.preventDefault();
          }}
          aria-label={text('emoji.search')}
          placeholder={text('emoji.search')}
          autoComplete="off"
          spellCheck={false}
          className={inputClass}
        />
      </div>
      {!isSearch && (
        <Categories
          sections={sections}
          shown={shown ?? sections[0]?.id ?? ''}
          onChoose={(id) => {
            grid.current?.show(id);
            setShown(id);
          }}
        />
      )}
      {first === undefined ? (
        <p role="status" className="flex-1 px-4 pt-4 text-sm break-words text-soft">
          {text('emoji.none', { query: deferred.trim() })}
        </p>
      ) : (
        <EmojiGrid
          key={deferred}
          ref={grid}
          sections={sections}
          onPick={({ glyph }, more) => onPick(glyph, more)}
          onLook={setLooked}
          onSection={setShown}
          onLeave={() => search.current?.focus()}
        />
      )}
      <p role="status" className="sr-only">
        {isSearch && first !== undefined && sections[0]?.title}
      </p>
      <EmojiFoot looked={looked ?? (isSearch ? (first ?? null) : null)} tone={tone} />
    </>
  );
}
