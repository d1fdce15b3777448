import { MonitorSmartphone } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { SessionEntry } from '../../../../server/protocol/sessions.ts';
import { actions } from '../../../state/actions.ts';
import { fullDate } from '../../../texts/dates.ts';
import { text } from '../../../texts/text.ts';
import { Alert } from '../../../ui/alert.tsx';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { deviceName } from './device-name.ts';

type Loaded = { kind: 'loading' } | { kind: 'failed' } | { kind: 'ready'; devices: readonly SessionEntry[] };

/** Where one is signed in, and signing out there. */
export function Devices() {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const [isAsked, setAsked] = useState(false);
  const load = useCallback(
    () =>
      actions.devices().then(
        (devices) => setLoaded({ kind: 'ready', devices }),
        () => setLoaded({ kind: 'failed' }),
      ),
    [],
  );
  useEffect(() => {
    void load();
  }, [load]);
  const hasOthers = loaded.kind === 'ready' && loaded.devices.some(({ is_current }) => !is_current);
  return (
    <section aria-labelledby="devices-title">
      <h3 id="devices-title" className="font-semibold">
        {text('devices.title')}
      </h3>
      <p className="mb-3 text-sm text-soft">{text('devices.text')}</p>
      {loaded.kind === 'loading' && <Spinner />}
      {loaded.kind === 'failed' && (
        <Alert kind="error">
          {text('devices.failed')}{' '}
          <Button kind="link" size="small" onClick={() => void load()}>
            {text('common.retry')}
          </Button>
        </Alert>
      )}
      {loaded.kind === 'ready' && (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {loaded.devices
            .toSorted((a, b) => Number(b.is_current) - Number(a.is_current))
            .map((device) => (
              <DeviceRow key={device.id} device={device} onEnded={load} />
            ))}
        </ul>
      )}
      {hasOthers && (
        <div className="mt-3">
          {isAsked ? (
            <Confirm
              title={text('devices.others.title')}
              action={text('devices.others')}
              onCancel={() => setAsked(false)}
              onConfirm={async () => {
                await actions.signOutOthers();
                setAsked(false);
                await load();
              }}
            >
              {text('devices.others.text')}
            </Confirm>
          ) : (
            <Button onClick={() => setAsked(true)}>{text('devices.others')}</Button>
          )}
        </div>
      )}
    </section>
  );
}

function DeviceRow({ device, onEnded }: { device: SessionEntry; onEnded: () => Promise<void> }) {
  const [isAsked, setAsked] = useState(false);
  const name = deviceName(device.device);
  return (
    <li className="p-3">
      <div className="flex items-center gap-3">
        <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-faint" />
        <div className="min-w-0 flex-1">
          <p className="font-medium">{name}</p>
          <p className="text-sm text-soft">
            {device.is_current
              ? text('devices.current')
              : text('devices.used', { when: fullDate(device.last_used_at) })}
          </p>
        </div>
        {!device.is_current && !isAsked && (
          <Button size="small" aria-label={text('devices.end.named', { device: name })} onClick={() => setAsked(true)}>
            {text('devices.end')}
          </Button>
        )}
      </div>
      {isAsked && (
        <div className="mt-3">
          <Confirm
            title={text('devices.end.title', { device: name })}
            action={text('devices.end')}
            onCancel={() => setAsked(false)}
            onConfirm={async () => {
              await actions.endDevice(device.id);
              await onEnded();
            }}
          >
            {text('devices.end.text')}
          </Confirm>
        </div>
      )}
    </li>
  );
}
