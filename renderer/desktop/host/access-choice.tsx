import { Globe, Ticket } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import type { Access } from '../../../electron/bridge.ts';
import { text } from '../../texts/text.ts';

const choices = [
  { access: 'open', icon: Globe },
  { access: 'invite', icon: Ticket },
] as const;

/** Who may join. */
export function AccessChoice({ value, onChange }: { value: Access; onChange: (access: Access) => void }) {
  const id = useId();
  return (
    <div>
      <p id={id} className="mb-1 text-sm font-medium">
        {text('host.access')}
      </p>
      <RadioGroup.Root
        value={value}
        onValueChange={(next) => onChange(next as Access)}
        aria-labelledby={id}
        className="grid grid-cols-2 gap-2 max-sm:grid-cols-1"
      >
        {choices.map(({ access, icon: Icon }) => (
          <RadioGroup.Item
            key={access}
            value={access}
            className="grid grid-cols-[1.25rem_1fr] items-center gap-x-2 rounded-lg border border-line-strong p-3 text-start hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:ring-1 data-[state=checked]:ring-accent"
          >
            <Icon aria-hidden className="size-4 text-accent" />
            <span className="text-sm font-medium">{text(`host.access.${access}`)}</span>
            <span className="col-start-2 text-xs text-soft">{text(`host.access.${access}.text`)}</span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
