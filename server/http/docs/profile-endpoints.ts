import * as z from 'zod/mini';
import { profile, profileEntry, profilesQuery } from '../../protocol/profiles.ts';
import { user } from '../../protocol/users.ts';
import type { Endpoints } from './endpoint.ts';

export const profileEndpoints: Endpoints = {
  'PUT /api/auth/me/avatar': {
    summary: 'Gives the caller another picture: an image of up to 1 MB',
    form: z.object({}),
    answer: user,
    fails: ['too_large', 'files_full'],
  },
  'DELETE /api/auth/me/avatar': { summary: 'Takes the picture of the caller away', answer: user },
  'GET /api/users/profiles': {
    summary: 'Who these are to others; names of nobody are passed over',
    query: profilesQuery,
    answer: z.array(profileEntry),
  },
  'GET /api/users/:user_id': {
    summary: 'Who somebody is to others; how they are here for who shares a chat with them',
    answer: profile,
    fails: ['user_not_found'],
  },
  'GET /api/users/:user_id/avatar': {
    summary: 'The picture of somebody; `avatar` in their profile changes with it',
    answer: { type: '*/*', description: 'The image' },
    fails: ['not_found'],
  },
};
