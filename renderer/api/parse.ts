import * as z from 'zod/mini';

// The page's content security policy forbids eval. zod asks whether it may once, when the first object schema is made:
// so every module of the renderer that makes or imports schemas imports this one first.
z.config({ jitless: true });

/** The value as the schema has it, or null where it is not of that form: servers are not trusted. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> | null {
  const result = schema.safeParse(value);
  return result.success ? result.data : null;
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
