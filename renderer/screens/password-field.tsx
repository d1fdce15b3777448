import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { text } from '../texts/text.ts';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';

/** A password, which can be looked at. */
export function PasswordField(
  props: Omit<ComponentProps<typeof Field>, 'type' | 'end' | 'label'> & { label?: string },
) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field
      {...props}
      label={props.label ?? text('field.password')}
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      end={
        <IconButton
          label={text(shown ? 'field.password.hide' : 'field.password.show')}
          onClick={() => setShown(!shown)}
        >
          <Icon className="size-4" />
        </IconButton>
      }
    />
  );
}
