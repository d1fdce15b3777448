import { render, screen, waitFor } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../renderer/chat/markdown/markdown.tsx';

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
