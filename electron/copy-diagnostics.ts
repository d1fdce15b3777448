import { homedir, hostname, release } from 'node:os';
import { app, clipboard } from 'electron';
import type { HostState, Protection } from './bridge.ts';
import { describe } from './diagnostics.ts';
import { machineUser } from './host/defaults.ts';
import { readLogTail } from './log-file.ts';
import type { SettingsFile } from './settings.ts';
import type { Signal } from './signal.ts';

/** Lines of the log that a bug report takes along. */
const LOG_LINES = 100;

interface DiagnosticParts {
  settings: SettingsFile;
  host: Signal<HostState>;
  protection: Promise<Protection>;
}

/** Puts text for a bug report into the clipboard. */
export async function copyDiagnostics({ settings, host, protection }: DiagnosticParts): Promise<void> {
  const text = describe({
    app: { name: app.getName(), version: app.getVersion(), packaged: app.isPackaged },
    versions: process.versions,
    system: { platform: process.platform, release: release(), arch: process.arch, locale: app.getLocale() },
    settings: settings.current,
    protection: await protection,
    host: host.value.kind,
    log: readLogTail(app.getPath('logs'), LOG_LINES),
    personal: [homedir(), hostname(), machineUser() ?? ''],
  });
  await clipboard.writeText(text);
}
