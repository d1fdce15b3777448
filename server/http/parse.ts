import * as z from 'zod';
import type { Issue } from '../protocol/errors.ts';

/** A body, query or path that does not have the expected form; answered with 422 and the list of what is wrong. */
export class InvalidInput extends Error {
  readonly issues: Issue[];

  constructor(issues: Issue[]) {
    super('invalid input');
    this.name = 'InvalidInput';
    this.issues = issues;
  }
}

/**
 * Parses what came from outside.
 * @param place where it came from; stands first in each issue's `loc`.
 * @throws InvalidInput
 */
export function parse<Schema extends z.core.$ZodType>(
  schema: Schema,
  place: 'body' | 'query' | 'path' | 'header',
  value: unknown,
): z.output<Schema> {
  if (place === 'body' && value === undefined) {
    const msg = 'Send a JSON object with the header Content-Type: application/json';
    throw new InvalidInput([{ loc: ['body'], msg, type: 'missing' }]);
  }
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.map((issue) => describe(place, value, issue)));
}

function describe(place: string, value: unknown, issue: z.core.$ZodIssue): Issue {
  const isMissing = issue.code !== 'unrecognized_keys' && at(value, issue.path) === undefined;
  return {
    loc: [place, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))],
    msg: isMissing ? 'is required' : issue.message,
    type: isMissing ? 'missing' : issue.code,
  };
}

function at(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (Object(inner) as Record<PropertyKey, unknown>)[part], value);
}
