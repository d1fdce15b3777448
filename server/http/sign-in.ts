import type { RequestHandler, Response } from 'express';
import type { Accounts, Identity } from '../core/accounts.ts';
import type { Account } from '../core/ports/store.ts';
import { bearerOf } from './bearer.ts';

const signedIn = new WeakMap<Response, Identity>();

/** Lets only requests with a valid `Authorization: Bearer` token pass. */
export function requireSignIn(accounts: Accounts): RequestHandler {
  return async (req, res, next) => {
    signedIn.set(res, await accounts.authenticate(bearerOf(req)));
    next();
  };
}

/** Whose request it is; only behind `requireSignIn`. */
export function callerOf(res: Response): Account {
  return identityOf(res).account;
}

/** Whose request it is, and with which sign-in; only behind `requireSignIn`. */
export function identityOf(res: Response): Identity {
  const identity = signedIn.get(res);
  if (!identity) throw new Error('this address is not behind requireSignIn');
  return identity;
}
