import { Check, ClipboardCopy, FolderOpen } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Settings } from '../../electron/bridge.ts';
import { text } from '../texts/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Toggle } from '../ui/toggle.tsx';
import { coop } from './bridge.ts';
import { useDesktop } from './desktop-state.ts';
import { KeySection } from './host/key-section.tsx';
import { useKey } from './host/use-key.ts';

function Row({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <div className="flex items-center gap-4 max-sm:flex-col max-sm:items-start max-sm:gap-2">
      <div className="min-w-0 flex-1">
        <h3 className="text-sm font-medium">{title}</h3>
        <p className="text-xs text-soft">{about}</p>
      </div>
      {children}
    </div>
  );
}

function Diagnostics() {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await coop().shell.copyDiagnostics();
    setCopied(true);
  };
  const Icon = isCopied ? Check : ClipboardCopy;
  return (
    <Row title={text('settings.help')} about={text('settings.help.text')}>
      <Button size="small" onClick={() => void copy()}>
        <Icon aria-hidden className="size-3.5" />
        {text('settings.help.copy')}
      </Button>
      <span role="status" className="sr-only">
        {isCopied && text('settings.help.copied')}
      </span>
    </Row>
  );
}

function SettingsForm() {
  const { settings: bridge, shell, version } = coop();
  const [settings, setSettings] = useState<Settings | null>(null);
  const key = useKey();
  useEffect(() => {
    let isGone = false;
    void bridge.read().then((known) => !isGone && setSettings(known));
    return () => {
      isGone = true;
    };
  }, [bridge]);
  const change = async (part: { startAtLogin?: boolean; notifications?: boolean }) =>
    setSettings(await bridge.set(part));
  const { possible = true, on = false } = settings?.startAtLogin ?? {};
  return (
    <div className="space-y-4" aria-busy={settings === null}>
      <Toggle
        label={text('settings.startAtLogin')}
        {...(!possible && { hint: text('settings.startAtLogin.impossible') })}
        checked={on}
        disabled={settings === null || !possible}
        onChange={(startAtLogin) => void change({ startAtLogin })}
      />
      <Toggle
        label={text('settings.notifications')}
        hint={text('settings.notifications.text')}
        checked={settings?.notifications ?? false}
        disabled={settings === null}
        onChange={(notifications) => void change({ notifications })}
      />
      <div>
        <KeySection title={text('key.title')} keyState={key} />
        <p className="mt-1 text-xs text-faint">{text('key.applies')}</p>
      </div>
      <Row title={text('settings.data')} about={text('settings.data.text')}>
        <Button size="small" onClick={() => void shell.openDataFolder()}>
          <FolderOpen aria-hidden className="size-3.5" />
          {text('settings.data.open')}
        </Button>
      </Row>
      <Diagnostics />
      <p className="border-t border-line pt-3 text-xs text-faint">
        {text('app.name')} · {text('settings.version', { version })}
      </p>
    </div>
  );
}

/** What concerns this computer and no server. */
export function SettingsDialog() {
  const isOpen = useDesktop((state) => state.dialog === 'settings');
  return (
    <Dialog
      open={isOpen}
      onOpenChange={() => useDesktop.setState({ dialog: null })}
      title={text('settings.title')}
      className="max-w-lg!"
    >
      <SettingsForm />
    </Dialog>
  );
}
