import { memo, useContext, useMemo } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { text as dictionaryText } from '../../texts/text.ts';
import { elements } from './elements.tsx';
import { lazy, useLazy } from './lazy.ts';
import { markMentions, MentionsContext } from './mentions.ts';
import { plainText } from './plain-text.ts';
import { prepareMath } from './math-source.ts';
import { inertHtml, safeUrl, schema, softBreaks } from './plugins.ts';

const math = lazy(async () => (await import('./math.ts')).mathPlugins);

const remarkRehypeOptions = { footnoteLabel: dictionaryText('markdown.footnotes'), footnoteBackContent: '' };

const bare: NonNullable<Components['p']> = ({ children }) => children;

/** What of a piece is shown: all of it, or what is inside the paragraph, the head or the body of the table that it is. */
const shown = {
  whole: elements,
  text: { ...elements, p: bare },
  head: { ...elements, table: bare, tbody: () => null },
  rows: { ...elements, table: bare, thead: () => null, tbody: bare },
} satisfies Record<string, Components>;

interface PieceProps {
  source: string;
  /** Link definitions that it may refer to, line by line. */
  definitions: string;
  breaks: boolean;
  show?: keyof typeof shown;
}

/** The definitions whose label occurs in the source. */
function definitionsIn(source: string, definitions: string): string {
  if (definitions === '' || !source.includes('[')) return '';
  const text = source.toLowerCase();
  const labelled = definitions.split('\n').filter((line) => {
    const label = /^\[[^\]]*\]/.exec(line.toLowerCase())?.[0];
    return label === undefined || text.includes(label);
  });
  return labelled.length === 0 ? '' : `\n\n${labelled.join('\n')}`;
}

/** A piece of markdown. Parsed again only when its own text changes. */
export const Piece = memo(function Piece({ source, definitions, ...rest }: PieceProps) {
  const plain = rest.show === undefined ? plainText(source) : null;
  if (plain !== null) return <p>{plain}</p>;
  return <Parsed source={source + definitionsIn(source, definitions)} {...rest} />;
});

const Parsed = memo(function Parsed({ source, breaks, show = 'whole' }: Omit<PieceProps, 'definitions'>) {
  const prepared = useMemo(() => prepareMath(source), [source]);
  const plugins = useLazy(math, prepared.math);
  const mentions = useContext(MentionsContext);
  const options = useMemo<Pick<Options, 'remarkPlugins' | 'rehypePlugins'>>(
    () => ({
      remarkPlugins: [remarkGfm, inertHtml, ...(breaks ? [softBreaks] : []), ...(plugins ? [plugins.remark] : [])],
      rehypePlugins: [
        [rehypeSanitize, schema],
        // What it adds is its own.
        ...(mentions === null ? [] : [[markMentions, mentions] as const]),
        ...(plugins ? [[plugins.rehype, plugins.options] as const] : []),
      ] as NonNullable<Options['rehypePlugins']>,
    }),
    [breaks, plugins, mentions],
  );
  return (
    <ReactMarkdown
      {...options}
      components={shown[show]}
      urlTransform={safeUrl}
      remarkRehypeOptions={remarkRehypeOptions}
    >
      {prepared.text}
    </ReactMarkdown>
  );
});
