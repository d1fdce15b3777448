import { useId } from 'react';
import { inputClass } from '../../ui/field.tsx';

interface ChooserProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, in a row above a list. */
export function Chooser<Value extends string>({ label, value, options, onChange }: ChooserProps<Value>) {
  const id = useId();
  return (
    <div className="min-w-0 flex-1">
      <label htmlFor={id} className="mb-0.5 block text-xs font-medium text-soft">
        {label}
      </label>
      <select
        id={id}
        className={`${inputClass} px-2 text-sm`}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
