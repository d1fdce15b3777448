import { cleanup, render } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, describe, expect, it } from 'vitest';
import { PersonText } from '../../../renderer/chat/timeline/person-text.tsx';
import { initialState, useApp } from '../../../renderer/state/store.ts';
import { ada } from '../support/backend.ts';

function show(content: string, mentions?: string[]): HTMLElement {
  useApp.setState({ ...initialState, session: { kind: 'signed_in', user: ada } });
  return render(
    <Tooltip.Provider>
      <PersonText content={content} mentions={mentions} />
    </Tooltip.Provider>,
  ).container;
}

const marked = (page: HTMLElement) => [...page.querySelectorAll('.mention')].map(({ textContent }) => textContent);

afterEach(cleanup);

describe('[COMPOSE8] names in a message', () => {
  it('stand out, the reader’s own most of all', () => {
    const page = show('@Bob, ask **@ada** or @cy\n- and @bob again', ['bob', 'ada']);
    expect(marked(page)).toEqual(['@Bob', '@ada', '@bob']);
    expect([...page.querySelectorAll('.mention-me')].map(({ textContent }) => textContent)).toEqual(['@ada']);
    expect(page.textContent).toContain('@Bob, ask @ada or @cy');
  });

  it('stand out in a question to the bot as well', () => {
    expect(marked(show('/bot what does @bob mean?', ['bob']))).toEqual(['@bob']);
  });

  it('do not in code, in links and in addresses', () => {
    const page = show('`@bob` [@bob](https://example.org) ann@bob.example\n\n```\n@bob\n```\n\n@bob', ['bob']);
    expect(marked(page)).toEqual(['@bob']);
  });

  it('are text, whatever is in them', () => {
    const name = '<img/src=x>';
    const page = show(`@${name} and @bob<b>x</b>`, [name, 'bob']);
    expect(page.querySelector('img, b')).toBeNull();
    expect(page.textContent).toContain(`@${name}`);
    expect(page.textContent).toContain('@bob<b>x</b>');
  });

  it('do not where nobody is named', () => {
    expect(marked(show('@bob', []))).toEqual([]);
    expect(marked(show('@bob'))).toEqual([]);
  });
});
