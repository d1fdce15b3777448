import { readsAs } from '../../server/protocol/profiles.ts';
import { DELETED_USER } from '../../server/protocol/users.ts';
import { text } from '../texts/text.ts';
import type { ServerFrame } from '../../server/protocol/frames.ts';
import type { AppState, ChatState, KnownProfile, Profiles } from './types.ts';

/** More than so many are not kept in mind; those that were heard of longest ago go first. */
export const PROFILES_KEPT = 20_000;

/** As a server has it that does not know of profiles, too. */
type Given = {
  id: number;
  username: string;
  display_name?: string | null | undefined;
  avatar?: string | null | undefined;
  about?: string | null | undefined;
};

/** The state with these people as they are now; the same state where nothing is new. A list that does not say what they say of themselves leaves that. */
export function withProfiles(state: AppState, entries: readonly Given[]): AppState {
  const changed = entries.flatMap(({ username, id, display_name = null, avatar = null, about }) => {
    const known = state.profiles.get(username);
    const now = { id, display_name, avatar, about: about === undefined ? (known?.about ?? null) : about };
    const isSame =
      known !== undefined &&
      known.id === id &&
      known.display_name === display_name &&
      known.avatar === avatar &&
      known.about === now.about;
    return isSame ? [] : [[username, now] as const];
  });
  if (changed.length === 0) return state;
  const profiles = new Map(state.profiles);
  for (const [username, profile] of changed) {
    profiles.delete(username);
    profiles.set(username, profile);
  }
  for (const username of profiles.keys()) {
    if (profiles.size <= PROFILES_KEPT) break;
    profiles.delete(username);
  }
  return { ...state, profiles };
}

/** Somebody is called otherwise, or looks otherwise. */
export function withProfileFrame(
  state: AppState,
  { user_id, username, display_name, avatar, about }: Extract<ServerFrame, { type: 'profile_changed' }>,
): AppState {
  return withProfiles(state, [{ id: user_id, username, display_name, avatar, about }]);
}

/** What somebody is called. */
export function nameOf(profiles: Profiles, username: string): string {
  // As it comes from the server it is in English, and nobody's username.
  if (username === DELETED_USER) return text('user.deleted');
  return profiles.get(username)?.display_name ?? username;
}

const readings = new WeakMap<KnownProfile, string>();

function readingOf(username: string, profile: KnownProfile): string {
  let reading = readings.get(profile);
  if (reading === undefined) {
    reading = readsAs(profile.display_name ?? username);
    readings.set(profile, reading);
  }
  return reading;
}

const indexes = new WeakMap<Profiles, ReadonlyMap<string, readonly string[]>>();

/** For those who share what their names read as with others: who these are. Made once for each state of things. */
function namesakes(profiles: Profiles): ReadonlyMap<string, readonly string[]> {
  let index = indexes.get(profiles);
  if (index === undefined) {
    const byReading = new Map<string, string[]>();
    for (const [username, profile] of profiles) {
      const reading = readingOf(username, profile);
      const same = byReading.get(reading);
      if (same === undefined) byReading.set(reading, [username]);
      else same.push(username);
    }
    const shared = [...byReading.values()].filter((same) => same.length > 1);
    index = new Map(shared.flatMap((same) => same.map((username) => [username, same] as const)));
    indexes.set(profiles, index);
  }
  return index;
}

/** There is another one in the chat who is called the same: both are shown with their usernames. */
function hasNamesake({ profiles, chats }: AppState, username: string, chatId: number | null): boolean {
  const same = namesakes(profiles).get(username);
  const chat = chatId === null || same === undefined ? undefined : chats[chatId];
  return chat !== undefined && same!.some((other) => other !== username && isIn(chat, other));
}

function isIn({ participants, chat, members, messages }: ChatState, username: string): boolean {
  if (participants !== null) return participants.some((person) => person.username === username);
  return (
    chat.participant_usernames.includes(username) ||
    members.includes(username) ||
    messages.some((message) => message.username === username)
  );
}

/** A name as one text, with the username behind it where somebody else in the chat is called the same. */
export function fullNameOf(state: AppState, username: string, chatId: number | null): string {
  const name = nameOf(state.profiles, username);
  return name !== username && hasNamesake(state, username, chatId) ? `${name} (@${username})` : name;
}
