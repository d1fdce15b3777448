import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import { toast } from 'sonner';
import { chooseLanguage, useLanguageChoice } from '../../state/kept-language.ts';
import { bestLanguage, languageNames, languages, type Choice, type Direction } from '../../texts/language.ts';
import { fullDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { useNow } from '../../ui/use-now.ts';

interface Option {
  value: string;
  label: string;
  lang?: string;
}

interface ChoiceProps {
  /** Its options' ids begin with it: the focus finds one by it once everything is drawn anew. */
  name: string;
  label: string;
  hint?: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}

function Choices({ name, label, hint, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <h3 id={id} className="text-sm font-medium">
        {label}
      </h3>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-0.5 text-xs text-soft">
          {hint}
        </p>
      )}
      <RadioGroup.Root
        value={value}
        onValueChange={onChange}
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-2 divide-y divide-line rounded-lg border border-line"
      >
        {options.map((option) => (
          <RadioGroup.Item
            key={option.value}
            id={`${name}-${option.value === '' ? 'automatic' : option.value}`}
            value={option.value}
            lang={option.lang}
            className="flex min-h-10 w-full items-center gap-3 px-3 py-2 text-start text-sm hover:bg-hover coarse:min-h-11"
          >
            <span
              aria-hidden
              className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong"
            >
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
            {option.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}

const directions = ['ltr', 'rtl'] as const satisfies readonly Direction[];

/** How texts are written on this device: their language, and where lines start. */
export function LanguageSection() {
  const { language, direction } = useLanguageChoice();
  const now = useNow(60_000);
  const choose = async (change: Partial<Choice>) => {
    if (!(await chooseLanguage(change))) toast.error(text('language.failed'));
  };
  return (
    <div className="space-y-6">
      <Choices
        name="language"
        label={text('language.label')}
        hint={text('language.hint', { date: fullDate(new Date(now).toISOString()) })}
        value={language ?? ''}
        options={[
          { value: '', label: text('language.automatic', { language: languageNames[bestLanguage()] }) },
          ...languages.map((value) => ({ value, label: languageNames[value], lang: value })),
        ]}
        onChange={(value) => void choose({ language: languages.find((known) => known === value) ?? null })}
      />
      <Choices
        name="direction"
        label={text('language.direction')}
        hint={text('language.direction.hint')}
        value={direction ?? ''}
        options={[
          { value: '', label: text('language.direction.automatic') },
          ...directions.map((value) => ({ value, label: text(`language.direction.${value}`) })),
        ]}
        onChange={(value) => void choose({ direction: directions.find((known) => known === value) ?? null })}
      />
    </div>
  );
}
