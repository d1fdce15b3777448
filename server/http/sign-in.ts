import type { RequestHandler, Response } from 'express';
import type { Accounts } from '../core/accounts.ts';
import type { Account } from '../core/ports/store.ts';
import { bearerOf } from './bearer.ts';

const signedIn = new WeakMap<Response, Account>();

/** Lets only requests with a valid `Authorization: Bearer` token pass. */
export function requireSignIn(accounts: Accounts): RequestHandler {
  return async (req, res, next) => {
    const { account } = await accounts.authenticate(bearerOf(req));
    signedIn.set(res, account);
    next();
  };
}

/** Whose request it is; only behind `requireSignIn`. */
export function callerOf(res: Response): Account {
  const account = signedIn.get(res);
  if (!account) throw new Error('this address is not behind requireSignIn');
  return account;
}
