import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../renderer/api/errors.ts';
import { codeAsTyped, CodeForm } from '../../../renderer/screens/code-form.tsx';
import { actions } from '../../../renderer/state/actions.ts';

const show = vi.spyOn(actions, 'showInvite');

afterEach(() => {
  cleanup();
  show.mockReset();
});

test.each([
  ['abc', 'ABC'],
  ['abcd', 'ABCD'],
  ['abcde', 'ABCD-E'],
  ['ABCD-', 'ABCD'],
  [' ab cd-12o4 ', 'ABCD-1204'],
  ['lion!', '110N'],
  ['ABCD12345678', 'ABCD-1234'],
])('[JOIN8] what was typed as “%s” is shown as %s', (typed, shown) => {
  expect(codeAsTyped(typed)).toBe(shown);
});

test('[JOIN8] a whole code is sent without its hyphen; what is too short is not sent', () => {
  show.mockResolvedValue();
  render(<CodeForm />);
  const field = screen.getByRole('textbox');
  fireEvent.change(field, { target: { value: 'abcd' } });
  fireEvent.submit(field);
  expect(show).not.toHaveBeenCalled();
  expect(field.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(field, { target: { value: 'abcd-1234' } });
  fireEvent.submit(field);
  expect(show).toHaveBeenCalledExactlyOnceWith('ABCD1234');
});

test('[JOIN8] a pasted invite link is as good as its code, and a refusal is told at the field', async () => {
  show.mockRejectedValue(new ApiError({ kind: 'refused', message: 'This invite does not work any more.' }));
  render(<CodeForm />);
  const field = screen.getByRole('textbox');
  await act(async () => {
    fireEvent.change(field, { target: { value: 'http://192.168.1.5:8000/join/9nJ3kS_e-1' } });
  });
  expect(show).toHaveBeenCalledExactlyOnceWith('9nJ3kS_e-1');
  expect(screen.getByText('This invite does not work any more.')).toBeTruthy();
});
