import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('[CLIENT52] nothing is ever compiled from text: the page forbids eval', async () => {
  const compile = vi.fn<() => void>();
  vi.stubGlobal('Function', compile);
  vi.stubGlobal('eval', compile);
  const { createRest } = await import('../../../renderer/api/rest.ts');
  const { readSession } = await import('../../../renderer/state/stored-session.ts');
  const health = { status: 'healthy', version: '1', bot: { kind: 'demo', model: 'demo' }, store: 'json' };
  const rest = createRest({ server: '', fetch: async () => new Response(JSON.stringify(health)) });
  await expect(rest.health()).resolves.toEqual(health);
  expect(readSession('{"token":1}')).toBeNull();
  expect(compile).not.toHaveBeenCalled();
  const z = await import('zod/mini');
  expect(z.config().jitless).toBe(true);
});
