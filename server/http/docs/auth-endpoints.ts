import {
  accessToken,
  accountChange,
  admission,
  credentials,
  guestRegistration,
  guestUpgrade,
  proof,
  proofRequest,
  registration,
  user,
} from '../../protocol/users.ts';
import type { Endpoints } from './endpoint.ts';

const coming = ['invite_required', 'invite_invalid', 'username_taken'] as const;

export const authEndpoints: Endpoints = {
  'POST /api/auth/register': {
    summary: 'Makes an account',
    isOpen: true,
    body: registration,
    answer: user,
    fails: [...coming, 'email_taken'],
  },
  'POST /api/auth/guest': {
    summary: 'Makes a guest’s account, with a name only, and signs in',
    isOpen: true,
    body: guestRegistration,
    answer: admission,
    fails: [...coming],
  },
  'POST /api/auth/upgrade': {
    summary: 'Gives a guest’s account an address and a password',
    body: guestUpgrade,
    answer: user,
    fails: ['not_a_guest', 'email_taken'],
  },
  'POST /api/auth/login': {
    summary: 'Signs in',
    isOpen: true,
    body: credentials,
    answer: accessToken,
    fails: ['bad_credentials'],
  },
  'POST /api/auth/prove': {
    summary: 'Shows to who has a token of this server that it is this server',
    isOpen: true,
    body: proofRequest,
    answer: proof,
  },
  'GET /api/auth/me': { summary: 'Who the token belongs to', answer: user },
  'PATCH /api/auth/me': {
    summary: 'Changes what others are shown of the caller, and how the caller is told of news; what is left out stays',
    body: accountChange,
    answer: user,
  },
};
