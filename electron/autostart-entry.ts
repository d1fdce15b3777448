import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Opens a program with the session of a Linux desktop: a file in its autostart folder (the XDG autostart rules). */
export class AutostartEntry {
  readonly #file: string;
  readonly #program: string;

  /** @param configHome `XDG_CONFIG_HOME` or `~/.config` @param program what is started, absolute */
  constructor(configHome: string, program: string) {
    this.#file = path.join(configHome, 'autostart/gemini-coop.desktop');
    this.#program = program;
  }

  get isOn(): boolean {
    return existsSync(this.#file);
  }

  set(on: boolean, args: readonly string[]): void {
    if (!on) return rmSync(this.#file, { force: true });
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, desktopEntry([this.#program, ...args]));
  }
}

function desktopEntry(command: readonly string[]): string {
  const lines = ['Type=Application', 'Name=Gemini Coop', `Exec=${command.map(quote).join(' ')}`, 'Terminal=false'];
  return ['[Desktop Entry]', ...lines, ''].join('\n');
}

/** As the rules for Exec ask: quoted, then escaped once more as a string of the file; a percent sign would be a field. */
function quote(argument: string): string {
  const quoted = `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return quoted.replaceAll('\\', '\\\\');
}
