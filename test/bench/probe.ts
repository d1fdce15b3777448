import { setTimeout as pause } from 'node:timers/promises';
import { HttpClient } from './http-client.ts';

const EVERY_MS = 5;

/** Asks `/health` over and over while `run` runs; returns how long each answer took (ms), and what `run` returned. */
export async function probing<T>(url: string, run: () => Promise<T>): Promise<{ waits: number[]; result: T }> {
  const client = new HttpClient(url);
  // The first one pays for the connection.
  await client.get('/health');
  const waits: number[] = [];
  const over = new AbortController();
  const probe = async () => {
    while (!over.signal.aborted) {
      waits.push((await client.get('/health')).ms);
      await pause(EVERY_MS);
    }
  };
  const probes = probe();
  try {
    return { result: await run(), waits };
  } finally {
    over.abort();
    await probes;
    client.close();
  }
}
