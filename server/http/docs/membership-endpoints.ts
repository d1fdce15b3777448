import * as z from 'zod/mini';
import { chat } from '../../protocol/chats.ts';
import { chatChange, leaving, participant, roleChange } from '../../protocol/membership.ts';
import { userSearch } from '../../protocol/user-search.ts';
import { user } from '../../protocol/users.ts';
import { acknowledgement } from './acknowledgement.ts';
import type { Endpoints } from './endpoint.ts';

export const membershipEndpoints: Endpoints = {
  'GET /api/users/search': {
    summary: 'People whose names start with, or hold, what is asked for',
    query: userSearch,
    answer: z.array(user),
    fails: ['not_authorized', 'rate_limited'],
  },
  'PATCH /api/chats/:chat_id': {
    summary: 'Changes what a chat is called or about; for its owner and admins',
    body: chatChange,
    answer: chat,
    fails: ['not_authorized', 'lobby_stays', 'rate_limited'],
  },
  'DELETE /api/chats/:chat_id': {
    summary: 'Deletes a chat with all that is in it, for everybody; for its owner',
    answer: acknowledgement,
    fails: ['not_authorized', 'lobby_stays', 'rate_limited'],
  },
  'POST /api/chats/:chat_id/leave': {
    summary: 'Ends the part of the caller in a chat; its owner hands it over in the same act',
    body: leaving,
    answer: acknowledgement,
    fails: ['not_authorized', 'owner_leaves', 'user_not_found', 'rate_limited'],
  },
  'GET /api/chats/:chat_id/participants': {
    summary: 'Who takes part, in the order in which they came',
    answer: z.array(participant),
    fails: ['not_authorized'],
  },
  'DELETE /api/chats/:chat_id/participants/:user_id': {
    summary:
      'Takes somebody out of a chat; what they wrote stays. The owner removes anybody else, admins remove members',
    answer: acknowledgement,
    fails: ['not_authorized', 'owner_stays', 'user_not_found', 'rate_limited'],
  },
  'PUT /api/chats/:chat_id/participants/:user_id/role': {
    summary: 'Makes somebody an admin or a member, or hands the chat over to them; for its owner',
    body: roleChange,
    answer: acknowledgement,
    fails: ['not_authorized', 'owner_stays', 'user_not_found', 'rate_limited'],
  },
};
