import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureChunkDelay } from './chunk-delay.ts';
import { compare } from './compare.ts';
import { measureDesktop } from './desktop.ts';
import { measureFanOut } from './fan-out.ts';
import type { Figures } from './figures.ts';
import { goalsOf } from './goals.ts';
import { measureHistory } from './history.ts';
import { measureIdle } from './idle.ts';
import { measureLogins } from './logins.ts';
import { measureSearch } from './search.ts';
import { measureStart } from './start.ts';
import { measureRooms } from './rooms.ts';
import { measureRenderer } from './renderer.ts';
import { measureStuck } from './stuck.ts';
import { formatTable } from './table.ts';
import { Workplace } from './workplace.ts';
import { measureWrites } from './writes.ts';

const parts = {
  'fan-out': measureFanOut,
  rooms: measureRooms,
  stuck: measureStuck,
  writes: measureWrites,
  history: measureHistory,
  search: measureSearch,
  start: measureStart,
  logins: measureLogins,
  idle: measureIdle,
  'chunk-delay': measureChunkDelay,
  desktop: measureDesktop,
  renderer: measureRenderer,
};

const usage = `Usage: npm run bench -- [${Object.keys(parts).join(' | ')}]... [--profile <directory>]\n`;

/** What is kept of a run, to compare the next one with. */
interface Results {
  node: string;
  cpus: number;
  parts: Record<string, Figures>;
}

const resultsFile = path.join(import.meta.dirname, 'results.json');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { profile: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !(name in parts));
  if (values.help || unknown !== undefined) {
    process.stdout.write(usage);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const committed = committedResults();
  const after: Results = { node: process.version, cpus: availableParallelism(), parts: { ...readResults().parts } };
  const workplace = new Workplace(values.profile && path.resolve(values.profile));
  warnWhereBusy(after.cpus);
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  try {
    for (const [name, run] of Object.entries(parts)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      const figures = rounded(await run(workplace));
      after.parts[name] = figures;
      report(name, figures, committed.parts[name] ?? {});
    }
  } finally {
    await workplace.close();
  }
  if (values.profile === undefined) writeFileSync(resultsFile, `${JSON.stringify(after, null, 2)}\n`);
}

function warnWhereBusy(cpus: number): void {
  const [load = 0] = loadavg();
  if (load < cpus / 2) return;
  process.stdout.write(
    `Others use this machine (load ${load.toFixed(1)} on ${cpus} processors): processor times and ratios still tell ` +
      `something, rates and p99 little.\n`,
  );
}

function report(name: string, figures: Figures, before: Figures): void {
  const changes = compare(before, figures);
  const moved =
    changes.length === 0 ? '' : `\nMoved by more than 20 % since the last commit:\n  ${changes.join('\n  ')}\n`;
  process.stdout.write(`\n${name}\n${formatTable(figures, goalsOf(name))}\n${moved}`);
}

function readResults(): Results {
  if (!existsSync(resultsFile)) return { node: '', cpus: 0, parts: {} };
  return JSON.parse(readFileSync(resultsFile, 'utf8')) as Results;
}

/** What was measured at the last commit; what is on the disk where there is no git. */
function committedResults(): Results {
  try {
    const text = execFileSync('git', ['show', `HEAD:./${path.basename(resultsFile)}`], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text) as Results;
  } catch {
    return readResults();
  }
}

/** Three digits are more than can be told apart. */
function rounded(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, Number(value.toPrecision(3))])),
    ]),
  );
}

await main();
