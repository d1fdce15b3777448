import { useId } from 'react';
import type { NotifyLevel } from '../../../server/protocol/preferences.ts';
import { environment } from '../../state/actions.ts';
import { preferencesOf } from '../../state/levels.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { changePreferences } from '../notify/preferences.ts';
import { BrowserAccess } from './browser-access.tsx';
import { QuietHours } from './quiet-hours.tsx';

const levels = ['all', 'mentions', 'none'] as const satisfies NotifyLevel[];

/** How this user is told of news. */
export function NotificationsSection() {
  const { sound, notify } = useApp(preferencesOf);
  const name = useId();
  return (
    <div className="space-y-6">
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{text('level.general')}</legend>
        {levels.map((level) => (
          <label key={level} className="flex min-h-9 items-center gap-2.5 text-sm coarse:min-h-11">
            <input
              type="radio"
              name={name}
              value={level}
              checked={notify === level}
              onChange={() => changePreferences({ notify: level })}
              className="size-4 accent-accent"
            />
            {text(`level.${level}`)}
          </label>
        ))}
        <p className="text-xs text-soft">{text('level.general.hint')}</p>
      </fieldset>
      <div className="space-y-2">
        <Toggle
          label={text('sound.title')}
          hint={text('sound.hint')}
          checked={sound}
          onChange={(isOn) => changePreferences({ sound: isOn })}
        />
        <Button size="small" onClick={() => environment.playSound()}>
          {text('sound.play')}
        </Button>
      </div>
      <BrowserAccess />
      <QuietHours />
    </div>
  );
}
