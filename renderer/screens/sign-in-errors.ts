import { ApiError } from '../api/errors.ts';
import { serverSentence } from '../texts/server-sentence.ts';
import { text } from '../texts/text.ts';

export type SignInField = 'username' | 'email' | 'password';

/** What is wrong: with which fields, and with the whole. */
export interface SignInErrors {
  fields: Partial<Record<SignInField, string>>;
  form: string | null;
}

const fieldNames = { username: 'field.username', email: 'field.email', password: 'field.password' } as const;

const isField = (name: unknown): name is SignInField => typeof name === 'string' && name in fieldNames;

interface Problem {
  field: unknown;
  text: string;
}

function fromProblems(problems: readonly Problem[]): SignInErrors {
  const errors: SignInErrors = { fields: {}, form: null };
  for (const problem of problems) {
    if (!isField(problem.field)) errors.form ??= problem.text;
    else {
      errors.fields[problem.field] ??= text('field.invalid', {
        field: text(fieldNames[problem.field]),
        problem: problem.text,
      });
    }
  }
  return errors;
}

/** What the rules of the wire contract say about the input. */
export const fromIssues = (issues: readonly { path: readonly PropertyKey[]; message: string }[]): SignInErrors =>
  fromProblems(issues.map((issue) => ({ field: issue.path[0], text: serverSentence(issue.message) })));

/** What the server said, next to the field that it is about. */
export function fromFailure(error: unknown): SignInErrors {
  if (!(error instanceof ApiError)) return { fields: {}, form: text('error.title') };
  if (error.code === 'username_taken') return { fields: { username: error.message }, form: null };
  if (error.code === 'email_taken') return { fields: { email: error.message }, form: null };
  if (error.issues.length > 0) {
    return fromProblems(error.issues.map((issue) => ({ field: issue.loc.at(-1), text: issue.msg })));
  }
  return { fields: {}, form: error.message };
}

/** The fields of `wanted` that are empty. */
export function missingFields(input: Record<SignInField, string>, wanted: readonly SignInField[]): SignInErrors | null {
  const empty = wanted.filter((field) => input[field].trim() === '');
  if (empty.length === 0) return null;
  return { fields: Object.fromEntries(empty.map((field) => [field, text(`field.missing.${field}`)])), form: null };
}
