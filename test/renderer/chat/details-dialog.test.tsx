import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../renderer/api/errors.ts';
import { DetailsDialog } from '../../../renderer/chat/details/details-dialog.tsx';
import { actions } from '../../../renderer/state/actions.ts';
import { newChatState } from '../../../renderer/state/chats.ts';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { text } from '../../../renderer/texts/text.ts';
import type { Chat, Role } from '../../../server/protocol/chats.ts';
import type { Participant } from '../../../server/protocol/membership.ts';
import { ada, aChat } from '../support/backend.ts';

const person = (id: number, username: string, role: Role): Participant => ({
  id,
  username,
  created_at: ada.created_at,
  role,
});
const roles: Role[] = ['owner', 'admin', 'member'];
const onOpenChange = vi.fn<(open: boolean) => void>();

/** The chat as its reader, ada, finds it in that role: with bob, who owns it where she does not, cleo and dora. */
function show(role: Role, fields: Partial<Chat> = {}, others?: Participant[]): void {
  const chat = aChat(1, { name: 'Crew', role, owner_id: role === 'owner' ? ada.id : 2, ...fields });
  const people = others ?? [
    person(2, 'bob', role === 'owner' ? 'member' : 'owner'),
    person(3, 'cleo', 'admin'),
    person(4, 'dora', 'member'),
  ];
  useApp.setState({
    ...initialState,
    session: { kind: 'signed_in', user: ada },
    chats: { 1: { ...newChatState(chat), participants: [{ ...ada, role }, ...people] } },
  });
  render(
    <Tooltip.Provider>
      <DetailsDialog chat={chat} title="Crew" open onOpenChange={onOpenChange} />
    </Tooltip.Provider>,
  );
}
const button = (name: string) => screen.queryByRole('button', { name });
const click = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })));
const refusal = new ApiError({ kind: 'local', message: 'Try again later.' });

beforeEach(() => {
  onOpenChange.mockReset();
  vi.spyOn(actions, 'loadParticipants').mockResolvedValue();
  const webhooks: Partial<ReturnType<typeof actions.webhooks>> = { list: () => new Promise(() => {}) };
  vi.spyOn(actions, 'webhooks').mockReturnValue(webhooks as ReturnType<typeof actions.webhooks>);
  vi.spyOn(actions, 'holdFile').mockReturnValue({ loaded: new Promise(() => {}), release: () => {} });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test.each(roles)('[MEMBER3] [FILE20] who may change the chat is offered to: %s', (role) => {
  show(role, { picture: null });
  const offered = ['details.name.edit', 'details.topic.edit', 'picture.choose'] as const;
  expect(offered.filter((id) => button(text(id)))).toEqual(role === 'member' ? [] : [...offered]);
  // Everybody brings others in, and goes.
  expect(screen.getByRole('combobox', { name: text('details.add') })).toBeTruthy();
  expect(button(text('details.leave'))).toBeTruthy();
  expect(button(text('details.delete')) !== null).toBe(role === 'owner');
});

test.each<[Role, string[]]>([
  ['owner', ['bob', 'cleo', 'dora']],
  ['admin', ['dora']],
  ['member', []],
])('[MEMBER4] [CHAT6] about whom something can be done by %s', (role, names) => {
  show(role);
  const menus = ['ada', 'bob', 'cleo', 'dora'].filter((name) => button(text('details.more', { name })));
  expect(menus).toEqual(names);
});

test('[MEMBER3] a name is changed in its place, a refusal is said there, and nothing typed takes the topic away', async () => {
  const change = vi.spyOn(actions, 'changeChat').mockRejectedValueOnce(refusal).mockResolvedValue();
  show('admin', { topic: 'Boats' });
  await click(text('details.name.edit'));
  const field = screen.getByRole('textbox', { name: text('details.name') });
  expect(document.activeElement === field).toBe(true);
  expect(field).toHaveProperty('value', 'Crew');
  fireEvent.change(field, { target: { value: '  Boat crew ' } });
  await click(text('details.save'));
  expect(screen.getByText('Try again later.')).toBeTruthy();
  await click(text('details.save'));
  expect(change.mock.calls).toEqual([
    [1, { name: 'Boat crew' }],
    [1, { name: 'Boat crew' }],
  ]);
  expect(screen.queryByRole('textbox', { name: text('details.name') })).toBeNull();
  await click(text('details.topic.edit'));
  fireEvent.change(screen.getByRole('textbox', { name: text('details.topic') }), { target: { value: ' ' } });
  await click(text('details.save'));
  expect(change).toHaveBeenLastCalledWith(1, { topic: null });
});

test('[FILE20] a picture is cut, sent and taken away; what went wrong is said', async () => {
  const cut = vi.spyOn(actions, 'cutPicture').mockResolvedValue(null);
  const set = vi.spyOn(actions, 'setPicture').mockResolvedValue();
  show('owner', { picture: 'abc' });
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  const file = new File(['x'], 'a.txt');
  const choose = () => act(async () => fireEvent.change(input, { target: { files: [file] } }));
  await choose();
  expect(screen.getByRole('alert').textContent).toBe(text('picture.failed'));
  expect(set).not.toHaveBeenCalled();
  cut.mockResolvedValue(new Blob([new Uint8Array(1_048_577)]));
  await choose();
  expect(screen.getByRole('alert').textContent).toBe(text('picture.failed'));
  const picture = new Blob(['small']);
  cut.mockResolvedValue(picture);
  set.mockRejectedValueOnce(new ApiError({ kind: 'refused', status: 413, code: 'too_large', message: 'Too large.' }));
  await choose();
  expect(screen.getByRole('alert').textContent).toBe('Too large.');
  let sent = () => {};
  set.mockReturnValueOnce(new Promise((resolve) => (sent = resolve)));
  await choose();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByText(text('picture.saving'))).toBeTruthy();
  // One at a time.
  await click(text('picture.remove'));
  expect(set).toHaveBeenCalledTimes(2);
  await act(async () => sent());
  expect(set).toHaveBeenLastCalledWith(1, picture);
  await click(text('picture.remove'));
  expect(set).toHaveBeenLastCalledWith(1, null);
  expect(document.activeElement?.textContent).toBe(text('picture.change'));
});

test('[MEMBER5] who owns a chat and leaves says who owns it then, an admin first; alone there is nobody', async () => {
  const leave = vi.spyOn(actions, 'leaveChat').mockRejectedValueOnce(refusal).mockResolvedValue();
  show('owner');
  await click(text('details.leave'));
  const heirs = screen.getByRole('combobox', { name: text('details.leave.heir') });
  const names = within(heirs)
    .getAllByRole('option')
    .map(({ textContent }) => textContent);
  expect(names).toEqual(['cleo', 'bob', 'dora']);
  await click(text('details.leave.submit'));
  expect(screen.getByRole('alert').textContent).toBe('Try again later.');
  fireEvent.change(heirs, { target: { value: '4' } });
  await click(text('details.leave.submit'));
  expect(leave.mock.calls).toEqual([
    [1, 3],
    [1, 4],
  ]);
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
  cleanup();
  show('owner', {}, []);
  expect(button(text('details.leave'))).toBeNull();
  expect(screen.getByText(text('details.leave.alone'))).toBeTruthy();
  cleanup();
  show('member');
  await click(text('details.leave'));
  expect(screen.queryByText(text('details.leave.heir'))).toBeNull();
  await click(text('details.leave.submit'));
  expect(leave).toHaveBeenLastCalledWith(1, undefined);
});

test('[MEMBER6] deleting is asked for first, and can be given up', async () => {
  const remove = vi.spyOn(actions, 'deleteChat').mockResolvedValue();
  show('owner');
  await click(text('details.delete'));
  await click(text('common.cancel'));
  expect(remove).not.toHaveBeenCalled();
  await click(text('details.delete'));
  await click(text('details.delete.submit'));
  expect(remove).toHaveBeenCalledExactlyOnceWith(1);
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false);
});
