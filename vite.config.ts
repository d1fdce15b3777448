import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import type { EnvironmentOptions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const server = process.env.DEV_SERVER ?? 'http://127.0.0.1:8000';

function desktop(name: string, format: 'es' | 'cjs', input: Record<string, string>): EnvironmentOptions {
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

export default defineConfig({
  root: path.join(root, 'renderer'),
  base: '/',
  plugins: [react(), tailwindcss()],
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
    server: {
      consumer: 'server',
      build: {
        ssr: true,
        outDir: path.join(root, 'dist/server'),
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        sourcemap: true,
        copyPublicDir: false,
        rolldownOptions: {
          input: {
            main: path.join(root, 'server/main.ts'),
            index: path.join(root, 'server/index.ts'),
            'password-worker': path.join(root, 'server/security/password-worker.js'),
          },
          output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        },
      },
    },
    // The desktop app is packed without node_modules: everything that it needs is in these two.
    main: desktop('main', 'es', {
      main: path.join(root, 'electron/main.ts'),
      // The headless server, for where there is Node but no node_modules: containers and services.
      server: path.join(root, 'server/main.ts'),
      'password-worker': path.join(root, 'server/security/password-worker.js'),
      worker: path.join(root, 'node_modules/piscina/dist/worker.js'),
    }),
    preload: desktop('preload', 'cjs', { preload: path.join(root, 'electron/preload.ts') }),
  },
  test: {
    root,
    // Real processes and sockets on a busy machine: what hangs is found all the same.
    testTimeout: 30_000,
    // Nothing may reach a console unnoticed: what a test expects there, it captures.
    onConsoleLog: (log) => {
      throw new Error(`unexpected output: ${log}`);
    },
    projects: [
      {
        extends: true,
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
});
