import { memo, useMemo } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { text as dictionaryText } from '../../texts/text.ts';
import { linkDefinitions, splitBlocks } from './blocks.ts';
import { closeOpen } from './close-open.ts';
import { elements } from './elements.tsx';
import { Growing } from './growing.ts';
import { lazy, useLazy } from './lazy.ts';
import { prepareMath } from './math-source.ts';
import { settle } from './settle.ts';
import { inertHtml, safeUrl, schema, softBreaks } from './plugins.ts';

const math = lazy(async () => (await import('./math.ts')).mathPlugins);

const remarkRehypeOptions = { footnoteLabel: dictionaryText('markdown.footnotes'), footnoteBackContent: '' };

interface BlockProps {
  source: string;
  definitions: string;
  breaks: boolean;
  growing: boolean;
}

/** One block. Parsed again only when its own text changes. */
const Block = memo(function Block({ source, definitions, breaks, growing }: BlockProps) {
  const prepared = useMemo(() => prepareMath(source), [source]);
  const plugins = useLazy(math, prepared.math);
  const options = useMemo<Pick<Options, 'remarkPlugins' | 'rehypePlugins'>>(
    () => ({
      remarkPlugins: [remarkGfm, inertHtml, ...(breaks ? [softBreaks] : []), ...(plugins ? [plugins.remark] : [])],
      rehypePlugins: [
        [rehypeSanitize, schema],
        ...(plugins ? [[plugins.rehype, plugins.options] as const] : []),
      ] as NonNullable<Options['rehypePlugins']>,
    }),
    [breaks, plugins],
  );
  const refers = definitions !== '' && prepared.text.includes('[');
  return (
    <Growing value={growing}>
      <ReactMarkdown
        {...options}
        components={elements}
        urlTransform={safeUrl}
        remarkRehypeOptions={remarkRehypeOptions}
      >
        {refers ? `${prepared.text}\n\n${definitions}` : prepared.text}
      </ReactMarkdown>
    </Growing>
  );
});

interface MarkdownProps {
  text: string;
  /** More text may come: what is open at the end is shown as if it were closed. */
  growing?: boolean;
  /** Line breaks in the text are line breaks on the page. */
  breaks?: boolean;
}

/** Text as safe markdown, block by block, so that a growing text costs only what is new. */
export const Markdown = memo(function Markdown({ text, growing = false, breaks = false }: MarkdownProps) {
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const definitions = useMemo(() => linkDefinitions(text), [text]);
  const last = growing ? blocks.length - 1 : -1;
  return (
    <div className={growing ? 'markdown streaming' : 'markdown'}>
      {blocks.map((source, index) => (
        // A block's place is its identity: text only ever grows at the end.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} dir="auto" className="markdown-block">
          <Block
            source={index === last ? closeOpen(settle(source)) : source}
            definitions={definitions}
            breaks={breaks}
            growing={index === last}
          />
        </div>
      ))}
    </div>
  );
});
