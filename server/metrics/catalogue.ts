import type { Load } from '../core/hub.ts';

/** What is looked up when somebody asks. */
export interface Readings extends Load {
  isSaving: boolean;
  storeCalls: number;
  unreadBytes: number;
}

interface Described {
  name: string;
  /** What it tells; the only place where a metric is explained. */
  help: string;
}

/** Gauges, by what they show. */
export const gauges: Record<keyof Readings, Described> = {
  connections: { name: 'gemini_coop_connections', help: 'Open connections of signed-in people.' },
  people: { name: 'gemini_coop_people_connected', help: 'People who are connected, each counted once.' },
  rooms: { name: 'gemini_coop_rooms', help: 'Chats that somebody has open.' },
  members: {
    name: 'gemini_coop_room_members',
    help: 'People in rooms; who is in two rooms counts twice.',
  },
  turnsRunning: { name: 'gemini_coop_turns_running', help: 'Chats in which the bot answers right now.' },
  turnsWaiting: {
    name: 'gemini_coop_turns_waiting',
    help: 'Questions that wait for the answer before them in their chat.',
  },
  storeCalls: {
    name: 'gemini_coop_store_calls_waiting',
    help: 'Calls of the store under way: messages that wait for the disk, mostly. Grows while the disk is slow.',
  },
  unreadBytes: {
    name: 'gemini_coop_unread_bytes',
    help: 'Bytes kept for peers that have not read them yet. Grows with slow readers.',
  },
  isSaving: {
    name: 'gemini_coop_saving',
    help: '1, or 0 from a write that the disk refused to the next one that it took.',
  },
};

/** Everything else. */
export const others = {
  build: {
    name: 'gemini_coop_build_info',
    help: 'Always 1; its label tells the version of the server.',
  },
  deliveries: {
    name: 'gemini_coop_deliveries_total',
    help: 'Frames that were given to connections in rooms: a message to a room of ten counts ten.',
  },
  messages: {
    name: 'gemini_coop_messages_total',
    help: 'Messages of people that were stored; repeats and the replies of the bot are none.',
  },
  turns: {
    name: 'gemini_coop_turn_duration_seconds',
    help: 'Bot turns that have ended, by their status, and how long they took from the first look at the question to the stored end; time in the queue is not in it.',
  },
  firstText: {
    name: 'gemini_coop_turn_first_text_seconds',
    help: 'How long it took from the first look at a question to the first text of its answer.',
  },
  modelErrors: {
    name: 'gemini_coop_model_errors_total',
    help: 'Requests to Gemini that failed, those that were tried again among them, by kind: key (refused), quota (used up), refused (the request or the name of the model), unavailable (a fault at Google), unreachable, timeout (silence), incomplete (no whole reply). Refused questions are no errors: see turns with the status blocked.',
  },
  tokens: {
    name: 'gemini_coop_model_tokens_total',
    help: 'Tokens that Gemini counted, of prompts and of replies; its thoughts count as reply.',
  },
  disk: {
    name: 'gemini_coop_disk_operation_duration_seconds',
    help: 'How long the disk takes, refused calls included: write_through (messages: written and on the disk when it ends), write and sync (other files), sync_directory (names of files).',
  },
  diskErrors: { name: 'gemini_coop_disk_errors_total', help: 'Such calls that the disk refused.' },
} satisfies Record<string, Described>;
