import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const depcruise = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const config = path.join(root, '.dependency-cruiser.cjs');

test('the check of the layers sees every source file and what it imports', () => {
  const args = [depcruise, '--config', config, '-T', 'json', 'electron', 'server', 'renderer', 'build'];
  const report = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 27 }));
  const sources = execFileSync('git', ['ls-files', 'electron', 'server', 'renderer', 'build'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\.(ts|tsx)$/.test(file));
  const seen = new Set(report.modules.map((module: { source: string }) => module.source));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => !seen.has(file))).toEqual([]);
  expect(report.summary.totalDependenciesCruised).toBeGreaterThan(500);
  expect(report.summary.error).toBe(0);
});

test.each([
  ['server/core/a.ts', "import 'node:fs';"],
  ['server/core/a.ts', "import '../store/b.ts';"],
  ['server/core/a.ts', "import type { B } from '../http/b.ts';"],
  ['server/protocol/a.ts', "import '../core/b.ts';"],
  ['server/http/a.ts', "import '../store/b.ts';"],
  ['server/gateway/a.ts', "import '../http/b.ts';"],
  ['renderer/chat/a.tsx', "import '../../server/core/b.ts';"],
  ['renderer/chat/a.tsx', "import '../../electron/b.ts';"],
  ['electron/a.ts', "import '../server/core/b.ts';"],
])('the check of the layers refuses %s with %s', (file, statement) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gemini-coop-layers-'));
  try {
    for (const place of [
      'server/core',
      'server/store',
      'server/http',
      'server/gateway',
      'server/protocol',
      'renderer/chat',
      'electron',
    ]) {
      mkdirSync(path.join(directory, place), { recursive: true });
      writeFileSync(path.join(directory, place, 'b.ts'), 'export type B = 1;\n');
    }
    writeFileSync(path.join(directory, file), `${statement}\nexport {};\n`);
    const run = () =>
      spawnSync(process.execPath, [depcruise, '--config', config, 'electron', 'server', 'renderer'], {
        cwd: directory,
        encoding: 'utf8',
      });
    const { status, stdout } = run();
    expect(status, stdout).toBeGreaterThan(0);
    expect(stdout).toContain(file);
    writeFileSync(path.join(directory, file), 'export {};\n');
    expect(run().status).toBe(0);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
