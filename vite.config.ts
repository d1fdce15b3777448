import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import type { EnvironmentOptions } from 'vite';
import { defineConfig } from 'vitest/config';
import { emojiData } from './build/emoji-data.ts';

const root = import.meta.dirname;
const server = process.env.DEV_SERVER ?? 'http://127.0.0.1:8000';

/** A program with its libraries in it: it needs no node_modules, and starts in half the time of one that looks for them. */
function bundle(name: string, format: 'es' | 'cjs', input: Record<string, string>): EnvironmentOptions {
  // Piscina tries @napi-rs/nice, which is native, and does without where it is not there.
  const external = [
    'electron',
    '@napi-rs/nice',
    ...builtinModules,
    ...builtinModules.map((module) => `node:${module}`),
  ];
  const extension = format === 'es' ? 'js' : 'cjs';
  return {
    consumer: 'server',
    resolve: { noExternal: true, external },
    // Libraries that find their own files by it are CommonJS; theirs are beside the bundle.
    ...(format === 'es' && { define: { __dirname: 'import.meta.dirname' } }),
    build: {
      ssr: true,
      outDir: path.join(root, 'dist', name),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        platform: 'node',
        external,
        output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `shared-[name].${extension}` },
      },
    },
  };
}

/** Files that run in threads of their own; their names are looked for beside the bundle. */
const workers = {
  'password-worker': path.join(root, 'server/security/password-worker.js'),
  'search-worker': path.join(root, 'server/store/json/search/search-worker.js'),
  worker: path.join(root, 'node_modules/piscina/dist/worker.js'),
};

export default defineConfig(({ mode }) => ({
  root: path.join(root, 'renderer'),
  base: '/',
  plugins: [react(), tailwindcss(), emojiData()],
  build: { outDir: path.join(root, 'dist/renderer'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 900 },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '^/api/[^.]*$': server, '/health': server, '/ws': { target: server, ws: true } },
  },
  builder: {
    async buildApp(builder) {
      await builder.build(builder.environments.client!);
      await builder.build(builder.environments.server!);
      await builder.build(builder.environments.main!);
      await builder.build(builder.environments.preload!);
    },
  },
  environments: {
    server: bundle('server', 'es', {
      main: path.join(root, 'server/main.ts'),
      index: path.join(root, 'server/index.ts'),
      ...workers,
    }),
    // The desktop app is packed without node_modules: everything that it needs is in these two.
    main: bundle('main', 'es', {
      main: path.join(root, 'electron/main.ts'),
      // The headless server, for where there is Node but no node_modules: containers and services.
      server: path.join(root, 'server/main.ts'),
      ...workers,
    }),
    preload: bundle('preload', 'cjs', { preload: path.join(root, 'electron/preload.ts') }),
  },
  test: {
    root,
    // Real processes and sockets on a busy machine: what hangs is found all the same.
    testTimeout: 30_000,
    // By itself it leaves one processor idle, which is half of a small machine.
    maxWorkers: '100%',
    // Loading everything anew for each file takes as long as the tests do; each file cleans up after itself.
    isolate: false,
    // Nothing may reach a console unnoticed: what a test expects there, it captures.
    onConsoleLog: (log) => {
      throw new Error(`unexpected output: ${log}`);
    },
    projects: [
      {
        extends: true,
        // It is not taken over by itself; see `scaled`.
        mode,
        test: {
          name: 'node',
          globalSetup: path.join(root, 'test/support/built.ts'),
          include: ['test/{server,electron,contract,build,support,faults}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          setupFiles: path.join(root, 'test/renderer/support/patience.ts'),
          include: ['test/renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
}));
