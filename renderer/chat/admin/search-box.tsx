import { Search } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { inputClass } from '../../ui/field.tsx';

/** Narrows a list down while it is typed in. */
export function SearchBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (to: string) => void;
}) {
  return (
    <div className="relative">
      <Search aria-hidden className="absolute inset-y-0 start-3 my-auto size-4 text-faint" />
      <input
        type="search"
        data-not-first
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className={cx(inputClass, 'ps-9 text-sm')}
      />
    </div>
  );
}
