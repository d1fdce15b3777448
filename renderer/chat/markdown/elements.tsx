import { ExternalLink, Image as ImageIcon } from 'lucide-react';
import { useContext, type ReactNode } from 'react';
import type { Components, ExtraProps } from 'react-markdown';
import { text } from '../../texts/text.ts';
import { CodeBlock } from './code-block.tsx';
import { goInside } from './go-inside.ts';
import { InLink } from './in-link.ts';
import { safeUrl } from './plugins.ts';

type HastElement = NonNullable<ExtraProps['node']>;

function textOf(node: HastElement | HastElement['children'][number]): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function languageOf(code: HastElement | undefined): string {
  const classes = code?.properties['className'];
  const found = Array.isArray(classes) ? classes.map(String).find((name) => name.startsWith('language-')) : undefined;
  return found?.slice('language-'.length) ?? '';
}

function Pre({ node }: ExtraProps) {
  const code = node?.children.find((child) => child.type === 'element');
  return <CodeBlock code={node === undefined ? '' : textOf(node).replace(/\n$/, '')} language={languageOf(code)} />;
}

const outward = { target: '_blank', rel: 'noopener noreferrer nofollow' };

function Anchor({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  const url = safeUrl(href ?? '');
  // A footnote mark, or something that must not be followed: its text is what is left of it.
  if (url === '') return <span>{children}</span>;
  return (
    <a href={url} {...outward} onClick={(event) => goInside(event, url)}>
      <InLink value={true}>{children}</InLink>
    </a>
  );
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}

/** Pictures from elsewhere are not fetched: that would tell their server who reads here, and when. */
function RemoteImage({ src, alt }: { src?: unknown; alt?: string | undefined }) {
  const inLink = useContext(InLink);
  const url = typeof src === 'string' ? safeUrl(src) : '';
  const host = url === '' ? null : hostOf(url);
  if (host === null) return <span>{alt}</span>;
  const label = alt === undefined || alt === '' ? text('image.chip', { host }) : text('image.chip.alt', { alt, host });
  const content = (
    <>
      <ImageIcon aria-hidden className="size-3.5" />
      <span className="min-w-0 truncate">{label}</span>
    </>
  );
  if (inLink) return <span className="image-chip">{content}</span>;
  return (
    <a href={url} {...outward} className="image-chip">
      {content}
      <ExternalLink aria-hidden className="size-3 opacity-70" />
    </a>
  );
}

/** Wide tables scroll in their own frame. */
export function TableFrame({ children }: { children?: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="block-frame table-frame" role="group" tabIndex={0} aria-label={text('table.label')}>
      <table>{children}</table>
    </div>
  );
}

/** How markdown elements are shown. Headings rank below those of the page. */
export const elements: Components = {
  pre: Pre,
  a: ({ href, children }) => <Anchor href={href}>{children}</Anchor>,
  img: ({ src, alt }) => <RemoteImage src={src} alt={alt} />,
  table: ({ children }) => <TableFrame>{children}</TableFrame>,
  input: ({ checked }) => (
    <input type="checkbox" checked={checked === true} readOnly disabled aria-label={text('markdown.task')} />
  ),
  h1: ({ children }) => <h4 data-rank="1">{children}</h4>,
  h2: ({ children }) => <h4 data-rank="2">{children}</h4>,
  h3: ({ children }) => <h5 data-rank="3">{children}</h5>,
  h4: ({ children }) => <h6 data-rank="4">{children}</h6>,
  h5: ({ children }) => <h6 data-rank="4">{children}</h6>,
  h6: ({ children }) => <h6 data-rank="4">{children}</h6>,
};
