import { adminEndpoints } from './admin-endpoints.ts';
import { archiveEndpoints } from './archive-endpoints.ts';
import { authEndpoints } from './auth-endpoints.ts';
import { chatEndpoints, messageEndpoints } from './chat-endpoints.ts';
import type { Endpoints } from './endpoint.ts';
import { exportEndpoints } from './export-endpoints.ts';
import { fileEndpoints } from './file-endpoints.ts';
import { messageActEndpoints } from './message-endpoints.ts';
import { inviteEndpoints, peopleEndpoints, serverEndpoints } from './host-endpoints.ts';
import { membershipEndpoints } from './membership-endpoints.ts';
import { profileEndpoints } from './profile-endpoints.ts';
import { readingEndpoints } from './reading-endpoints.ts';
import { searchEndpoints } from './search-endpoints.ts';
import { sessionEndpoints } from './session-endpoints.ts';
import { webhookEndpoints } from './webhook-endpoints.ts';

/** Every address of the REST interface, by what it is about. */
export const catalogue: Record<string, Endpoints> = {
  'Signing in': authEndpoints,
  'Where one is signed in': sessionEndpoints,
  Chats: chatEndpoints,
  'Who takes part, and what they may': membershipEndpoints,
  Messages: { ...messageEndpoints, ...messageActEndpoints },
  Files: fileEndpoints,
  'Taking a chat along': exportEndpoints,
  Profiles: profileEndpoints,
  'What is read, and who is here': readingEndpoints,
  Searching: searchEndpoints,
  Webhooks: webhookEndpoints,
  Invites: inviteEndpoints,
  People: peopleEndpoints,
  Administration: adminEndpoints,
  'The whole server as a file': archiveEndpoints,
  Server: serverEndpoints,
};
