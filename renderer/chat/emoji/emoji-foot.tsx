import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import { actions } from '../../state/actions.ts';
import { text } from '../../texts/text.ts';
import type { Cell } from './sections.ts';
import { TONES, withTone, type Tone } from './tone.ts';

const HAND = '✋';

function Tones({ tone, onDone }: { tone: Tone; onDone: () => void }) {
  return (
    <RadioGroup.Root
      value={String(tone)}
      onValueChange={(value) => actions.setSkinTone(Number(value))}
      aria-label={text('emoji.tone')}
      orientation="horizontal"
      className="flex flex-1 justify-end"
    >
      {TONES.map((each) => (
        <RadioGroup.Item
          key={each}
          value={String(each)}
          aria-label={text(`emoji.tone.${each}`)}
          title={text(`emoji.tone.${each}`)}
          // Arrows choose as they go; a click has chosen.
          onClick={(event) => event.detail > 0 && onDone()}
          className="flex size-8 items-center justify-center rounded-md font-emoji text-lg leading-none outline-offset-[-2px] hover:bg-hover data-[state=checked]:bg-selected coarse:size-10"
        >
          {withTone(HAND, each)}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

/** Under the grid: which emoji it is, and the skin tone of all that have one. */
export function EmojiFoot({ looked, tone }: { looked: Cell | null; tone: Tone }) {
  const [choosing, setChoosing] = useState(false);
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-t border-line px-2.5">
      {choosing ? (
        <Tones tone={tone} onDone={() => setChoosing(false)} />
      ) : (
        <p aria-hidden className="flex min-w-0 flex-1 items-center gap-2">
          {looked !== null && (
            <>
              <span className="font-emoji text-2xl leading-none">{looked.glyph}</span>
              <span className="min-w-0 text-xs">
                <span className="block truncate font-medium first-letter:uppercase">{looked.name}</span>
                <span className="block truncate text-faint">:{looked.shortcode}:</span>
              </span>
            </>
          )}
        </p>
      )}
      <button
        type="button"
        aria-label={text('emoji.tone')}
        title={text('emoji.tone')}
        aria-expanded={choosing}
        onClick={() => setChoosing(!choosing)}
        className="flex size-8 shrink-0 items-center justify-center rounded-md font-emoji text-lg leading-none hover:bg-hover aria-expanded:bg-selected coarse:size-10"
      >
        {withTone(HAND, tone)}
      </button>
    </div>
  );
}
