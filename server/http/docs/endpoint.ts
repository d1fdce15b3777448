import type { $ZodObject, $ZodType } from 'zod/v4/core';
import type { ErrorCode } from '../../protocol/codes.ts';

/** An answer that is no JSON. */
export interface OtherAnswer {
  /** Its media type. */
  type: string;
  description: string;
}

/** What an address is for and takes, as its document says it. */
export interface Endpoint {
  /** One line. */
  summary: string;
  /** Needs no token. */
  isOpen?: true;
  query?: $ZodObject;
  body?: $ZodType;
  /** The body need not be there. */
  isBodyOptional?: true;
  /** The body is a form with a file called `file`, and these fields beside it. */
  form?: $ZodObject;
  /** The body is a file of this media type. */
  raw?: string;
  answer: $ZodType | OtherAnswer;
  /** Refusals besides those that any address may give: a token that is not valid, a form that does not fit, a limit, a full disk. */
  fails?: ErrorCode[];
}

/** Addresses as `METHOD /with/:names`. */
export type Endpoints = Record<string, Endpoint>;
