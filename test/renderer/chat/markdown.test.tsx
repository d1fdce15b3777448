import { render, screen, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../renderer/chat/markdown/markdown.tsx';
import { Piece } from '../../../renderer/chat/markdown/piece.tsx';
import { markdownParts } from '../support/markdown-parts.ts';

// The simulated page has no doctype, which KaTeX would complain about.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });

function show(text: string, options: { growing?: boolean; breaks?: boolean } = {}): HTMLElement {
  return render(
    <Tooltip.Provider>
      <Markdown text={text} {...options} />
    </Tooltip.Provider>,
  ).container;
}

describe('what markdown may do', () => {
  it('shows HTML as the text that it is', () => {
    const page = show('<script>alert(1)</script>\n\nand <img src=x onerror=alert(1)> inline\n\n<div>kept</div>');
    expect(page.querySelector('script, img, [onerror]')).toBeNull();
    expect(page.textContent).toContain('<script>alert(1)</script>');
    expect(page.textContent).toContain('<div>kept</div>');
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/relative',
    '&#106;avascript:x',
  ])('does not link to %s', (url) => {
    const page = show(`[click](${url})`);
    expect(page.querySelector('a')).toBeNull();
    expect(page.textContent).toContain('click');
  });

  it.each(['https://example.com/a', 'http://192.168.1.5:8000', 'mailto:a@example.com'])(
    'links to %s, outside',
    (url) => {
      const link = show(`[there](${url})`).querySelector('a');
      expect(link?.getAttribute('href')).toBe(url);
      expect(link?.target).toBe('_blank');
      expect(link?.rel).toBe('noopener noreferrer nofollow');
    },
  );

  it('never fetches a picture, but offers it', () => {
    const page = show('![cat](https://example.com/cat.png) ![x](data:image/png;base64,AAAA)');
    expect(page.querySelector('img')).toBeNull();
    expect(page.querySelectorAll('a').length).toBe(1);
    expect(page.querySelector('a')?.textContent).toContain('example.com');
  });

  it('makes no link inside a link', () => {
    expect(show('[![cat](https://a.example/c.png)](https://b.example)').querySelectorAll('a').length).toBe(1);
  });

  it('keeps line breaks where people typed them', () => {
    expect(show('a\nb', { breaks: true }).querySelector('br')).not.toBeNull();
    expect(show('a\nb').querySelector('br')).toBeNull();
  });

  it('follows link definitions from another block', () => {
    expect(show('see [docs]\n\nmore\n\n[docs]: https://example.com').querySelector('a')?.href).toBe(
      'https://example.com/',
    );
  });

  it('takes formulas for formulas and prices for prices', async () => {
    const page = show('$x^2$ costs $5 and $10.');
    await waitFor(() => expect(page.querySelectorAll('.katex').length).toBe(1));
    expect(page.textContent).toContain('costs $5 and $10.');
  });

  it('colours code once the highlighter is there, whatever the code says', async () => {
    const page = show('```html\n<script>alert(1)</script>\n```');
    expect(screen.getByText('html')).toBeTruthy();
    await waitFor(() => expect(page.querySelector('code .hljs-tag')).not.toBeNull());
    expect(page.querySelector('script')).toBeNull();
    expect(page.querySelector('pre')?.textContent).toBe('<script>alert(1)</script>');
  });

  it('keeps the nodes of finished blocks while the text grows and when it ends', () => {
    const { container, rerender } = render(<Markdown text={'first *block*\n\nsecond'} growing />);
    const first = container.querySelector('em');
    rerender(<Markdown text={'first *block*\n\nsecond **bo'} growing />);
    expect(container.querySelector('strong')?.textContent).toBe('bo');
    rerender(<Markdown text={'first *block*\n\nsecond **bold**'} />);
    expect(container.querySelector('em')).toBe(first);
    expect(container.querySelector('strong')?.textContent).toBe('bold');
  });
});

/** The page without what changes when time passes, and with text that is one in one. */
function pageOf(container: HTMLElement): string {
  return container.innerHTML.replaceAll(/ data-settled="true"/g, '');
}

const page = (text: string, growing: boolean) => (
  <Tooltip.Provider>
    <Markdown text={text} growing={growing} />
  </Tooltip.Provider>
);

describe('a text that streams in', () => {
  it('[CLIENT53] ends, in whatever pieces it came, as the page of the whole text', async () => {
    // What is loaded when it is first needed would come in between.
    const all = render(page('$x$\n\n```ts\nconst a = 1;\n```', false));
    await waitFor(() => expect(all.container.querySelectorAll('.katex, .hljs-keyword').length).toBe(2));
    all.unmount();
    fc.assert(
      fc.property(markdownParts, (parts) => {
        let text = '';
        const streamed = render(page(text, true));
        for (const part of parts) streamed.rerender(page((text += part), true));
        streamed.rerender(page(text, false));
        const whole = render(page(text, false));
        expect(pageOf(streamed.container)).toBe(pageOf(whole.container));
        streamed.unmount();
        whole.unmount();
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    [
      'a paragraph',
      'So *it* goes on with `code` and [a link](https://a.example), **and** so it does. '.repeat(40).trim(),
    ],
    ['lines', 'A line\nand another *line* of it.\n'.repeat(80).trim()],
    ['a table', `| a | *b* |\n|:--|--:|\n${'| c | **d** |\n'.repeat(40)}`],
    ['code', `~~~~js\n${'let a = `b`;\n```\n\n'.repeat(150)}~~~~`],
    ['code without an end', `\`\`\`\n${'word\n'.repeat(300)}`],
  ])('[CLIENT53] looks in pieces as in one: %s', (_, text) => {
    const cut = show(text).querySelector('.markdown-block');
    const whole = render(
      <Tooltip.Provider>
        <Piece source={text} definitions="" breaks={false} />
      </Tooltip.Provider>,
    ).container;
    expect(cut?.innerHTML).toBe(whole.innerHTML);
    expect(cut?.textContent).toBe(whole.textContent);
  });

  it('[CLIENT53] shows what needs no parsing as parsing would', () => {
    const words = fc.constantFrom(
      'word',
      ' ',
      '.',
      ',',
      '-',
      '(',
      ')',
      '1',
      '...',
      'www.',
      'a.example',
      ':',
      '文',
      '"',
      '😀',
      '!',
      "'",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (parts) => {
        const text = `Word ${parts.join('')}\n\n`;
        // An empty definition behind it has the same text parsed.
        const [fast, parsed] = [text, `${text}\n\n[x]: y`].map((source) => {
          const { container, unmount } = render(<Piece source={source} definitions="" breaks={false} />);
          const html = container.innerHTML;
          unmount();
          return html;
        });
        expect(fast).toBe(parsed);
      }),
      { numRuns: 100 },
    );
  });

  it('does not parse again what refers to nothing that is new', () => {
    const { container, rerender } = render(
      <Markdown text={'see [docs] and [more]\n\n[docs]: https://a.example\n\nend'} growing />,
    );
    expect(container.querySelector('a')?.href).toBe('https://a.example/');
    rerender(<Markdown text={'see [docs] and [more]\n\n[docs]: https://a.example\n[more]: https://b.example'} />);
    expect(container.querySelectorAll('a').length).toBe(2);
  });
});
