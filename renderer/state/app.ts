import type { StoreApi } from 'zustand';
import { ApiError } from '../api/errors.ts';
import { addChat, withChat } from './chats.ts';
import { withEdit, withoutComposing, withReply } from './composing.ts';
import type { Environment } from './environment.ts';
import { createJoining } from './joining.ts';
import { createJump } from './jump.ts';
import { withDraft } from './kept-drafts.ts';
import { isInReach, merge } from './messages.ts';
import { createMembership } from './membership.ts';
import { createNotifying } from './notifying.ts';
import { enqueue, find, OUTBOX_MAX, remove } from './outbox.ts';
import { withProfiles } from './profiles.ts';
import { createSession } from './session.ts';
import type { Actions, AppState, SendOptions } from './types.ts';
import { trayOf, withoutTray } from './uploads/tray.ts';

const TYPING_EVERY_MS = 3_000;
/** Emoji that are remembered as picked lately. */
const EMOJI_RECENT_MAX = 24;

/** What the UI can do with this store, in this environment. */
export function createApp(store: StoreApi<AppState>, environment: Environment): Actions {
  const { now, elapsed } = environment;
  const session = createSession(store, environment);
  const { live, required } = session;
  const { bring, ...joining } = createJoining(store, session, environment);
  const jump = createJump(store, session, environment);
  const typedAt = new Map<number, number>();

  function send(chatId: number, content: string, options: SendOptions = {}) {
    const text = content.replaceAll('\0', '').toWellFormed();
    const goesAlone = options.forward !== undefined;
    const isEdit = store.getState().composing[chatId]?.kind === 'edit';
    const attached = goesAlone || isEdit ? [] : trayOf(store.getState(), chatId);
    if (text.trim() === '' && attached.length === 0 && options.file_ids === undefined && !goesAlone) return;
    const { uploads } = required().files;
    if (store.getState().outbox.length >= OUTBOX_MAX) {
      throw new ApiError({
        kind: 'local',
        message: 'Too many messages are waiting to be sent. Wait until the connection is back.',
      });
    }
    typedAt.delete(chatId);
    store.setState((state) => {
      const composing = state.composing[chatId];
      const quoted = composing?.kind === 'reply' && !goesAlone ? { reply_to: composing.message_id } : {};
      const waiting = attached.length > 0 ? { uploads: attached } : {};
      const base = { client_id: environment.newClientId(), chat_id: chatId, content: text };
      const entry = { ...base, ...quoted, ...options, ...waiting };
      const outbox = enqueue(state.outbox, entry, now());
      // A copy goes past the text field, and what is being changed there is no draft of this message.
      if (composing?.kind === 'edit' || goesAlone) return { outbox };
      const tray = withoutTray(state.tray, chatId);
      return { ...withoutComposing(state, chatId), outbox, tray, drafts: withDraft(state.drafts, chatId, '') };
    });
    // Whoever writes wants to see it; where that cannot be loaded now, it is seen to wait.
    live()
      ?.history.toLatest(chatId)
      .catch(() => undefined);
    uploads.settle();
  }

  return {
    ...joining,
    ...jump,
    start: ({ server = '', invite } = {}) => {
      const stop = session.start(server);
      if (invite !== undefined) bring(invite);
      return stop;
    },
    signOut: session.signOut,
    openChat: (chatId) => live()?.attendance.open(chatId),
    reloadChats: async () => {
      await required().reloadChats();
      live()?.attendance.arrive();
    },
    loadOlder: async (chatId) => required().history.loadOlder(chatId),
    loadNewer: async (chatId) => required().history.loadNewer(chatId),
    toLatest: async (chatId) => required().history.toLatest(chatId),
    reloadHistory: async (chatId) => required().history.loadNewest(chatId),
    send,
    replyTo: (chatId, messageId) => store.setState((state) => withReply(state, chatId, messageId)),
    startEdit: (chatId, messageId) => store.setState((state) => withEdit(state, chatId, messageId)),
    cancelComposing: (chatId) => store.setState((state) => withoutComposing(state, chatId)),
    editMessage: async (chatId, messageId, content) => {
      const { rest } = required();
      const message = await rest.editMessage(chatId, messageId, content.replaceAll('\0', '').toWellFormed());
      store.setState((state) =>
        withChat(state, chatId, (chat) =>
          isInReach(chat, messageId) ? { ...chat, messages: merge(chat.messages, [message]) } : chat,
        ),
      );
    },
    retry: (clientId) => live()?.files.uploads.retryMessage(clientId),
    react: async (...act) => required().messageActs.react(...act),
    deleteMessage: async (...act) => required().messageActs.deleteMessage(...act),
    setPinned: async (...act) => required().messageActs.setPinned(...act),
    pinnedMessages: async (chatId) => required().messageActs.pinnedMessages(chatId),
    editsOf: async (...act) => required().messageActs.editsOf(...act),
    loadQuoted: async (...act) => required().messageActs.loadQuoted(...act),
    forward: (...act) => required().messageActs.forward(...act),
    discard: (clientId) => {
      const content = find(store.getState().outbox, clientId)?.content ?? null;
      live()?.files.uploads.takeBack(clientId);
      store.setState(({ outbox }) => ({ outbox: remove(outbox, clientId) }));
      return content;
    },
    stop: (chatId, messageId) => {
      live()?.socket.send({ type: 'stop', chat_id: chatId, message_id: messageId });
    },
    attach: (chatId, files) => required().files.uploads.attach(chatId, files),
    removeUpload: (key) => live()?.files.uploads.remove(key),
    retryUpload: (key) => live()?.files.uploads.retry(key),
    setOriginal: (key, isOriginal) => live()?.files.uploads.setOriginal(key, isOriginal),
    holdFile: (source) => required().files.cache.hold(source),
    fileUrl: (key) => live()?.files.cache.url(key) ?? null,
    loadFile: async (source, options) => required().files.load(source, options),
    sendArchive: async (archive, options) => required().files.sendArchive(archive, options),
    cutPicture: environment.cutPicture,
    setPicture: async (chatId, picture) => required().files.setPicture(chatId, picture),
    typing: (chatId) => {
      const last = typedAt.get(chatId);
      if (last !== undefined && elapsed() - last < TYPING_EVERY_MS) return;
      if (live()?.socket.send({ type: 'typing', chat_id: chatId })) typedAt.set(chatId, elapsed());
    },
    createChat: async (input) => {
      const chat = await required().rest.createChat(input);
      store.setState((state) => (state.session.kind === 'signed_in' ? addChat(state, chat) : state));
      return chat;
    },
    invite: async (chatId, username) => {
      const { rest, loadParticipants } = required();
      await rest.invite(chatId, username);
      // The invitation is done; a list that cannot be loaded now is no failure of it.
      if (store.getState().chats[chatId]?.participants) await loadParticipants(chatId).catch(() => {});
    },
    loadParticipants: async (chatId) => required().loadParticipants(chatId),
    removeParticipant: async (chatId, userId) => {
      await required().rest.removeParticipant(chatId, userId);
      store.setState((state) =>
        withChat(state, chatId, (chat) => ({
          ...chat,
          participants: chat.participants?.filter(({ id }) => id !== userId) ?? null,
        })),
      );
    },
    ...createMembership(store, required),
    setDraft: (chatId, text) => store.setState(({ drafts }) => ({ drafts: withDraft(drafts, chatId, text) })),
    webhooks: () => required().rest.webhooks,
    loadInvites: async () => required().invites.load(),
    createInvite: async (input) => required().invites.create(input),
    renewInvite: async (inviteId) => required().invites.renew(inviteId),
    revokeInvite: async (inviteId) => required().invites.revoke(inviteId),
    loadPeople: async () => required().people.load(),
    ask: async (...asked) => required().rest.ask(...asked),
    removePerson: async (userId) => required().people.remove(userId),
    jumpToUnread: async (chatId, readId) => {
      const [first] = await required().rest.messages(chatId, { limit: 1, after: readId });
      if (first !== undefined) await jump.jumpTo(chatId, first.id);
    },
    setEndInView: (chatId, isInView) => {
      const { endInView } = store.getState();
      if (isInView) store.setState({ endInView: chatId });
      else if (endInView === chatId) store.setState({ endInView: null });
    },
    setShowsLastSeen: async (isShown) => {
      const user = await required().rest.changeMe({ shows_last_seen: isShown });
      session.changed(user);
    },
    watchProfiles: (usernames) => live()?.profiles.watch(usernames) ?? (() => undefined),
    profile: async (userId) => {
      const profile = await required().rest.profile(userId);
      store.setState((state) => withProfiles(state, [profile]));
      return profile;
    },
    changeProfile: async (change) => {
      const user = await required().rest.changeMe(change);
      session.changed(user);
      store.setState((state) => withProfiles(state, [user]));
    },
    setAvatar: async (picture, onProgress) => {
      const { rest, files } = required();
      const user = picture === null ? await rest.removeAvatar() : await files.setAvatar(picture, onProgress);
      session.changed(user);
      store.setState((state) => withProfiles(state, [user]));
    },
    devices: async () => required().rest.sessions(),
    endDevice: async (sessionId) => required().rest.endSession(sessionId),
    signOutOthers: async () => required().rest.endOtherSessions(),
    changePassword: async (current, next) => {
      const input = { new_password: next, ...(current !== '' && { current_password: current }) };
      const { access_token } = await required().rest.changePassword(input);
      session.renewed(access_token);
    },
    resetPassword: async (token, password) => {
      const { access_token, user } = await session.anonymous().resetPassword({ token, password });
      session.admit({ token: access_token, user, ...(user.is_guest === true && { guest_password: password }) });
    },
    deleteAccount: async (messages, password = session.keptPassword() ?? '') => {
      await required().rest.deleteMe({ password, messages });
      session.ended('deleted');
    },
    ...createNotifying(store, session),
    noteEmoji: (emoji) =>
      store.setState(({ emojiUse }) => {
        const others = emojiUse.recent.filter((other) => other !== emoji);
        return { emojiUse: { ...emojiUse, recent: [emoji, ...others].slice(0, EMOJI_RECENT_MAX) } };
      }),
    setSkinTone: (tone) => store.setState(({ emojiUse }) => ({ emojiUse: { ...emojiUse, tone } })),
    reconnectNow: session.reconnectNow,
  };
}
