import { afterEach, expect, test, vi } from 'vitest';
import { focusRow } from '../../../renderer/chat/timeline/focus-row.ts';

const frame = () => new Promise(requestAnimationFrame);

afterEach(() => document.body.replaceChildren());

function aView(): HTMLElement {
  const view = document.createElement('div');
  document.body.append(view);
  return view;
}

/** A row as the list has it; hidden until it is measured, and without a focus until then, as in a browser. */
function addRow(view: HTMLElement, id: number, { isHidden = false } = {}) {
  const row = document.createElement('div');
  row.tabIndex = -1;
  row.dataset['message'] = String(id);
  row.style.visibility = isHidden ? 'hidden' : 'visible';
  const focus = row.focus.bind(row);
  row.focus = (options) => {
    if (row.style.visibility === 'visible') focus(options);
  };
  view.append(row);
  return row;
}

test('[JUMPTO1] a row that is there takes the focus at once', () => {
  const view = aView();
  addRow(view, 1);
  const row = addRow(view, 2);
  const settled = vi.fn<(row: HTMLElement | null) => void>();
  focusRow(view, 2, settled);
  expect(document.activeElement).toBe(row);
  expect(settled.mock.calls).toEqual([[row]]);
});

test('[JUMPTO1] a row that is not laid out yet takes it as soon as it is', async () => {
  const view = aView();
  const settled = vi.fn<(row: HTMLElement | null) => void>();
  focusRow(view, 1, settled);
  await frame();
  const row = addRow(view, 1, { isHidden: true });
  await frame();
  await frame();
  expect(document.activeElement).toBe(document.body);
  expect(settled).not.toHaveBeenCalled();
  row.style.visibility = 'visible';
  await expect.poll(() => document.activeElement).toBe(row);
  expect(settled.mock.calls).toEqual([[row]]);
});

test('[JUMPTO1] a row that never comes is told of; one that was given up takes no focus', async () => {
  const view = aView();
  const settled = vi.fn<(row: HTMLElement | null) => void>();
  focusRow(view, 1, settled);
  await expect.poll(() => settled.mock.calls).toEqual([[null]]);
  focusRow(view, 2)();
  addRow(view, 2);
  await frame();
  await frame();
  expect(document.activeElement).toBe(document.body);
});
