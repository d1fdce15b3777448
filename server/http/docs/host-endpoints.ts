import * as z from 'zod/mini';
import { health, liveness } from '../../protocol/health.ts';
import { acceptedInvite, checkedInvite, invite, newInvite, shownInvite } from '../../protocol/invites.ts';
import { ban, person, resetLink } from '../../protocol/people.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Endpoints } from './endpoint.ts';

export const inviteEndpoints: Endpoints = {
  'GET /api/invites': { summary: 'The invites that the caller may hand out', answer: z.array(invite) },
  'POST /api/invites': {
    summary: 'Makes an invite into a chat, or to the server',
    body: newInvite,
    answer: invite,
    fails: ['not_authorized'],
  },
  'POST /api/invites/check': {
    summary: 'Where an invite leads',
    isOpen: true,
    body: shownInvite,
    answer: checkedInvite,
    fails: ['invite_invalid'],
  },
  'POST /api/invites/accept': {
    summary: 'Takes the caller where an invite leads',
    body: shownInvite,
    answer: acceptedInvite,
    fails: ['invite_invalid'],
  },
  'DELETE /api/invites/:invite_id': {
    summary: 'Revokes an invite',
    answer: acknowledgement,
    fails: ['not_found'],
  },
  'POST /api/invites/:invite_id/renew': {
    summary: 'Gives an invite another token and code; the old ones stop working',
    answer: invite,
    fails: ['not_found', 'not_authorized'],
  },
};

export const peopleEndpoints: Endpoints = {
  'GET /api/people': {
    summary: 'Everybody with an account; for the host',
    answer: z.array(person),
    fails: ['not_authorized'],
  },
  'DELETE /api/people/:user_id': {
    summary: 'Removes somebody from everywhere; for the host',
    answer: acknowledgement,
    fails: ['not_authorized', 'host_stays', 'user_not_found'],
  },
  'PUT /api/people/:user_id/ban': {
    summary: 'Lets somebody in no more, and ends their connections; for the host',
    body: ban,
    isBodyOptional: true,
    answer: acknowledgement,
    fails: ['not_authorized', 'host_stays', 'user_not_found'],
  },
  'POST /api/people/:user_id/password-reset': {
    summary: 'Makes a link with which somebody chooses another password; for the host',
    answer: resetLink,
    fails: ['not_authorized', 'user_not_found'],
  },
  'DELETE /api/people/:user_id/ban': {
    summary: 'Lets somebody in again; for the host',
    answer: acknowledgement,
    fails: ['not_authorized', 'user_not_found'],
  },
};

const documents = { type: 'application/json', description: 'The document' };

export const serverEndpoints: Endpoints = {
  'GET /health': {
    summary: 'What the server is, while it can be used',
    isOpen: true,
    answer: health,
    fails: ['not_ready'],
  },
  'GET /health/live': { summary: 'Whether the process answers at all', isOpen: true, answer: liveness },
  'GET /metrics': {
    summary: 'Metrics for Prometheus, by a token of their own; only where the server is started with one',
    answer: { type: 'text/plain', description: 'Prometheus’ text format' },
  },
  'GET /api/docs': {
    summary: 'These documents, to be read',
    isOpen: true,
    answer: { type: 'text/html', description: 'A page' },
  },
  'GET /api/docs/openapi.json': { summary: 'The OpenAPI document', isOpen: true, answer: documents },
  'GET /api/docs/asyncapi.json': { summary: 'The AsyncAPI document of the socket', isOpen: true, answer: documents },
};
