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
  place: 'body' | 'query' | 'path',
  value: unknown,
): z.output<Schema> {
  if (place === 'body' && value === undefined) {
    const msg = 'Send a JSON object with the header Content-Type: application/json';
    throw new InvalidInput([{ loc: ['body'], msg, type: 'missing' }]);
  }
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.map((issue) => describe(place, issue)));
}

function describe(place: string, issue: z.core.$ZodIssue): Issue {
  const missing = issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith('undefined');
  return {
    loc: [place, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))],
    msg: missing ? 'is required' : issue.message,
    type: missing ? 'missing' : issue.code,
  };
}
