import { ApiError } from '../api/errors.ts';
import { text } from '../texts/text.ts';

/** A sentence for any failure. */
export const errorText = (error: unknown): string => (error instanceof ApiError ? error.message : text('error.title'));
