import { expect, test } from 'vitest';
import { Backend } from '../support/backend.ts';
import { openTab, Profile } from '../support/browser.ts';
import { linkedSockets } from '../support/linked-sockets.ts';
import { pass, setUp, withWorlds } from '../support/world.ts';

withWorlds();

const checked = { invited_by: 'bob', chat_name: 'Crew', expires_at: null };

/** A tab that was opened by an invite link. */
function invited(backend = new Backend()) {
  const tab = openTab(new Profile(), { fetch: backend.fetch, WebSocket: linkedSockets().WebSocket });
  const stop = tab.actions.start({ invite: 'tok' });
  return { ...tab, backend, stop };
}

test('[JOIN1] an invite is checked at once, and stays pending until it is dropped', async () => {
  const { state, actions, stop } = invited();
  expect(state().invite).toEqual({ secret: 'tok', check: { kind: 'checking' } });
  await pass();
  expect(state().invite).toEqual({ secret: 'tok', check: { kind: 'valid', invite: checked } });
  await expect(actions.joinAsGuest('Ada')).resolves.toBe(1);
  expect(state().session.kind).toBe('signed_in');
  await expect(actions.acceptInvite()).resolves.toBe(1);
  expect(state().invite?.secret).toBe('tok');
  actions.dropInvite();
  expect(state().invite).toBeNull();
  stop();
});

test('[JOIN2] what is refused and what could not be asked are told apart, and asked again on demand', async () => {
  const backend = new Backend();
  const body = { detail: 'This invite does not work any more.', code: 'invite_invalid' };
  backend.broken = { path: 'invites/check', status: 404, body };
  const { state, actions, stop } = invited(backend);
  await pass();
  expect(state().invite?.check).toEqual({ kind: 'refused', error: body.detail });
  backend.broken = null;
  backend.unreachable = true;
  await actions.checkInvite();
  expect(state().invite?.check.kind).toBe('failed');
  backend.unreachable = false;
  await actions.checkInvite();
  expect(state().invite?.check).toEqual({ kind: 'valid', invite: checked });
  stop();
});

test('[JOIN8] a code that the server does not accept changes nothing', async () => {
  const { state, actions, backend } = setUp();
  backend.broken = { path: 'invites/check', status: 404, body: { detail: 'No.', code: 'invite_invalid' } };
  await expect(actions.showInvite('ABCD1234')).rejects.toMatchObject({ code: 'invite_invalid' });
  expect(state().invite).toBeNull();
  backend.broken = null;
  await actions.showInvite('ABCD1234');
  expect(state().invite).toMatchObject({ secret: 'ABCD1234', check: { kind: 'valid' } });
});

test('an invite survives signing in with another account, and belongs to one server', async () => {
  const { state, actions, stop } = invited();
  await pass();
  await actions.signIn({ username: 'ada', password: 'secret-password' });
  actions.signOut();
  expect(state().invite?.secret).toBe('tok');
  stop();
  const end = actions.start({ server: 'http://other.test' });
  expect(state()).toMatchObject({ invite: null, server: 'http://other.test', health: null });
  end();
});
