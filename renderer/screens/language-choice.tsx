import { Languages } from 'lucide-react';
import { toast } from 'sonner';
import { chooseLanguage, useLanguageChoice } from '../state/kept-language.ts';
import { bestLanguage, languageNames, languages } from '../texts/language.ts';
import { text } from '../texts/text.ts';

/** Which language the page is in, for who is not signed in yet. Each language stands there under its own name. */
export function LanguageChoice() {
  const chosen = useLanguageChoice((choice) => choice.language);
  const choose = async (value: string) => {
    const language = languages.find((known) => known === value) ?? null;
    if (!(await chooseLanguage({ language }))) toast.error(text('language.failed'));
  };
  return (
    <label className="flex items-center gap-1.5 rounded-md ps-2 text-sm text-soft hover:bg-hover hover:text-ink">
      <Languages aria-hidden className="size-4 shrink-0" />
      <span className="sr-only">{text('language.label')}</span>
      <select
        // The focus finds it by this once everything is drawn anew.
        id="language"
        value={chosen ?? ''}
        onChange={(event) => void choose(event.target.value)}
        className="h-8 cursor-pointer rounded-md bg-transparent pe-2 coarse:h-10"
      >
        <option value="">{text('language.automatic', { language: languageNames[bestLanguage()] })}</option>
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
      </select>
    </label>
  );
}
