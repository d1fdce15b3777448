import * as z from 'zod/mini';
import { accessToken, admission } from '../../protocol/users.ts';
import { accountDeletion, passwordChange, passwordReset, session } from '../../protocol/sessions.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Endpoints } from './endpoint.ts';

export const sessionEndpoints: Endpoints = {
  'GET /api/auth/sessions': {
    summary: 'The devices on which the caller is signed in, used last first',
    answer: z.array(session),
  },
  'DELETE /api/auth/sessions': { summary: 'Signs the caller out everywhere else', answer: acknowledgement },
  'DELETE /api/auth/sessions/:session_id': {
    summary: 'Signs the caller out on one device',
    answer: acknowledgement,
    fails: ['not_found'],
  },
  'POST /api/auth/password': {
    summary: 'Changes the caller’s password, and signs them out everywhere else',
    body: passwordChange,
    answer: accessToken,
    fails: ['bad_credentials'],
  },
  'POST /api/auth/reset': {
    summary: 'Sets a password with a link that the host has given, and signs in',
    isOpen: true,
    body: passwordReset,
    answer: admission,
    fails: ['reset_invalid'],
  },
  'DELETE /api/auth/me': {
    summary: 'Deletes the caller’s account; what they wrote stays without their name, or is deleted as well',
    body: accountDeletion,
    answer: acknowledgement,
    fails: ['bad_credentials', 'host_stays'],
  },
  'POST /api/auth/logout': { summary: 'Signs the caller out on this device', answer: acknowledgement },
  'POST /api/auth/renew': {
    summary:
      'A fresh token for one of the same session, which may have expired if the session was used in the last 30 days',
    answer: accessToken,
  },
};
