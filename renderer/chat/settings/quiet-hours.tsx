import { useId, useState } from 'react';
import { preferencesOf } from '../../state/levels.ts';
import { tomorrow } from '../../state/quiet.ts';
import { useApp } from '../../state/store.ts';
import { shortDate } from '../../texts/dates.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useQuietUntil } from '../notify/levels.ts';
import { changePreferences, isPaused } from '../notify/preferences.ts';

const usual = { from: '22:00', to: '07:00' };
const HOUR = 3_600_000;

/** When nothing is told: every day, and just now. */
export function QuietHours() {
  const preferences = useApp(preferencesOf);
  const { quiet_hours: hours } = preferences;
  const quietUntil = useQuietUntil();
  const now = useNow(15_000);
  const pause = (until: number) => changePreferences({ paused_until: new Date(until).toISOString() });
  return (
    <>
      <div className="space-y-2">
        <Toggle
          label={text('quiet.hours')}
          hint={text('quiet.hours.hint')}
          checked={hours !== null}
          onChange={(isOn) => changePreferences({ quiet_hours: isOn ? usual : null })}
        />
        {hours !== null && (
          <div className="flex gap-3">
            {(['from', 'to'] as const).map((end) => (
              <TimeField
                key={end}
                label={text(`quiet.${end}`)}
                value={hours[end]}
                other={hours[end === 'from' ? 'to' : 'from']}
                onChange={(time) => changePreferences({ quiet_hours: { ...hours, [end]: time } })}
              />
            ))}
          </div>
        )}
      </div>
      <div className="space-y-2">
        <h3 className="text-sm font-medium">{text('quiet.pause')}</h3>
        <p role="status" className="text-sm text-soft">
          {quietUntil === null
            ? text('quiet.none')
            : text('quiet.until', { time: shortDate(new Date(quietUntil).toISOString()) })}
        </p>
        <div className="flex flex-wrap gap-2">
          {isPaused(preferences, now) ? (
            <Button onClick={() => changePreferences({ paused_until: null })}>{text('quiet.resume')}</Button>
          ) : (
            <>
              <Button onClick={() => pause(Date.now() + HOUR)}>{text('quiet.pause.hour')}</Button>
              <Button onClick={() => pause(tomorrow(Date.now()))}>{text('quiet.pause.tomorrow')}</Button>
            </>
          )}
        </div>
      </div>
    </>
  );
}

interface TimeFieldProps {
  label: string;
  value: string;
  /** What it must not be. */
  other: string;
  onChange: (time: string) => void;
}

/** A time of the day, saved once it is whole. */
function TimeField({ label, value, other, onChange }: TimeFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isSame = typed === other;
  return (
    <div className="min-w-0 flex-1">
      <label htmlFor={id} className="mb-1 block text-sm">
        {label}
      </label>
      <input
        id={id}
        type="time"
        required
        className={inputClass}
        value={typed ?? value}
        aria-invalid={isSame}
        aria-describedby={isSame ? `${id}-note` : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          if (typed !== null && typed !== '' && typed !== value && !isSame) onChange(typed);
          setTyped(null);
        }}
      />
      {isSame && (
        <p id={`${id}-note`} className="mt-1 text-xs text-danger">
          {text('quiet.same')}
        </p>
      )}
    </div>
  );
}
