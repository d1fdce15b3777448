import { isReservedUsername, username, type Admission } from '../protocol/users.ts';
import { ownUser } from './accounts.ts';
import { AppError } from './errors.ts';
import type { Host } from './host.ts';
import type { Invites } from './invites.ts';
import type { Clock } from './ports/clock.ts';
import type { Tokens } from './ports/security.ts';
import type { Account, Store } from './ports/store.ts';
import type { Sessions } from './sessions.ts';

interface PartyParts {
  store: Store;
  tokens: Tokens;
  sessions: Sessions;
  clock: Clock;
  invites: Invites;
  host: Host;
}

/** What the party's chat is called where the party has no name. */
const UNNAMED = 'Party';

/** A server with a host from the start, and one chat, the lobby, that everybody is put into who joins. */
export class Party {
  readonly #parts: PartyParts;
  readonly #host: Account;
  readonly #lobbyId: number;

  private constructor(parts: PartyParts, host: Account, lobbyId: number) {
    this.#parts = parts;
    this.#host = host;
    this.#lobbyId = lobbyId;
  }

  /**
   * Makes what is missing: the host, the lobby with everybody in it, and an invite into it that does not expire.
   * @param hostName the host's username; one who is there already keeps theirs.
   * @throws AppError `invalid` where nobody may be called that
   */
  static async open(parts: PartyParts, hostName: string, name: string = UNNAMED): Promise<Party> {
    const host = (await parts.store.host()) ?? (await addHost(parts, hostName));
    parts.host.peopleChanged(host);
    const lobbyId = await prepareLobby(parts, host, name);
    const invites = await parts.invites.list(host);
    const isStanding = invites.some(({ chat_id, expires_at }) => chat_id === lobbyId && expires_at === null);
    if (!isStanding) await parts.invites.create(host, { chat_id: lobbyId, expires_in: null });
    return new Party(parts, host, lobbyId);
  }

  /** A fresh sign-in of the host, without a password: for the program that the server runs in. */
  async signInHost(): Promise<Admission> {
    const host = (await this.#parts.store.account(this.#host.id)) ?? this.#host;
    const access_token = this.#parts.tokens.sign(host.username, await this.#parts.sessions.own(host));
    return { access_token, token_type: 'bearer', user: ownUser(host), chat_id: this.#lobbyId };
  }
}

function addHost({ store, clock }: PartyParts, hostName: string): Promise<Account> {
  const parsed = username.safeParse(hostName);
  if (!parsed.success) throw new AppError('invalid', `The host's name ${parsed.error.issues[0]?.message ?? ''}.`);
  if (isReservedUsername(parsed.data)) throw new AppError('invalid', "The host cannot have the bot's name.");
  const created_at = new Date(clock.now()).toISOString();
  return store.addAccount({ username: parsed.data, email: null, password_hash: null, created_at, is_guest: false });
}

async function prepareLobby({ store, clock }: PartyParts, host: Account, name: string): Promise<number> {
  const { lobby_chat_id } = await store.settle({});
  const accounts = await store.accounts();
  const lobby = lobby_chat_id === null ? undefined : await store.chat(lobby_chat_id);
  if (!lobby) {
    const created_at = new Date(clock.now()).toISOString();
    const fields = { name, owner_id: host.id, is_group: true, is_ai_chat: false, created_at };
    const { id } = await store.addChat(fields, [host.id, ...accounts.map((account) => account.id)]);
    await store.settle({ lobby_chat_id: id });
    return id;
  }
  if (lobby.name !== name) await store.changeChat(lobby.id, { name });
  return lobby.id;
}
