import { Fragment, memo, useMemo } from 'react';
import { sourceOf, type Block } from './blocks.ts';
import { closeOpen } from './close-open.ts';
import { CodeBlock } from './code-block.tsx';
import { TableFrame } from './elements.tsx';
import { fencedCode } from './fence.ts';
import { Piece } from './piece.tsx';
import { remembering } from './remembering.ts';
import { settle } from './settle.ts';
import { nothingSplit, split } from './split.ts';
import { useSettled } from './use-settled.ts';

interface BlockProps {
  block: Block;
  definitions: string;
  breaks: boolean;
  growing: boolean;
}

type PieceContext = Pick<BlockProps, 'definitions' | 'breaks'>;

/** A paragraph in pieces looks like one: the space that ended a piece stands behind it. */
function Paragraph({ pieces, ...context }: { pieces: readonly string[] } & PieceContext) {
  return (
    <p>
      {pieces.map((source, index) => (
        // A piece's place is its identity.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          <Piece source={source} show="text" {...context} />
          {index < pieces.length - 1 && source.endsWith(' ') && ' '}
        </Fragment>
      ))}
    </p>
  );
}

function LongTable({ lead, pieces, ...context }: { lead: string; pieces: readonly string[] } & PieceContext) {
  return (
    <TableFrame>
      <Piece source={lead} show="head" {...context} />
      {pieces.some((piece) => piece.trim() !== '') && (
        <tbody>
          {pieces.map((source, index) => (
            // A piece's place is its identity.
            // oxlint-disable-next-line react/no-array-index-key
            <Piece key={index} source={source} show="rows" {...context} />
          ))}
        </tbody>
      )}
    </TableFrame>
  );
}

const BlockContent = memo(function BlockContent({ block, growing, ...context }: BlockProps) {
  const last = block.pieces.at(-1) ?? '';
  const others = block.pieces.slice(0, -1);
  switch (block.kind) {
    case 'code':
      return <CodeBlock {...fencedCode(block, growing)} />;
    case 'paragraph': {
      const shown = growing ? closeOpen(last) : last;
      if (others.length > 0) return <Paragraph pieces={[...others, shown]} {...context} />;
      return <Piece source={shown} {...context} />;
    }
    case 'table': {
      const rows = [...others, last].map((piece) => block.lead + piece);
      return <LongTable lead={block.lead} pieces={rows} {...context} />;
    }
    case 'markdown': {
      const source = sourceOf(block);
      return <Piece source={growing ? closeOpen(settle(source)) : source} {...context} />;
    }
  }
});

/**
 * So many blocks are looked at together, by React and by the browser, so that a long text is not gone through block by
 * block with every chunk.
 */
const SECTION = 8;

interface SectionProps {
  blocks: readonly Block[];
  definitions: string;
  breaks: boolean;
  last: boolean;
  growing: boolean;
}

const Section = memo(
  function Section({ blocks, last, growing, ...context }: SectionProps) {
    const settled = useSettled(last);
    return (
      <div
        className="markdown-section"
        data-continues={blocks[0]?.continues || undefined}
        data-settled={settled || undefined}
      >
        {blocks.map((block, index) => {
          const grows = growing && index === blocks.length - 1;
          return (
            <div
              // A block's place is its identity: text only ever grows at the end.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              dir="auto"
              className={grows ? 'markdown-block streaming' : 'markdown-block'}
              data-continues={(index > 0 && block.continues) || undefined}
            >
              <BlockContent block={block} growing={grows} {...context} />
            </div>
          );
        })}
      </div>
    );
  },
  ({ blocks, ...before }, { blocks: now, ...after }) =>
    before.definitions === after.definitions &&
    before.breaks === after.breaks &&
    before.last === after.last &&
    before.growing === after.growing &&
    blocks.length === now.length &&
    blocks.every((block, index) => block === now[index]),
);

function sectionsOf(blocks: readonly Block[]): (readonly Block[])[] {
  const count = Math.ceil(blocks.length / SECTION);
  return Array.from({ length: count }, (_, index) => blocks.slice(index * SECTION, (index + 1) * SECTION));
}

interface MarkdownProps {
  text: string;
  /** More text may come: what is open at the end is shown as if it were closed. */
  growing?: boolean;
  /** Line breaks in the text are line breaks on the page. */
  breaks?: boolean;
}

/** Text as safe markdown, block by block, so that a growing text costs only what is new. */
export const Markdown = memo(function Markdown({ text, growing = false, breaks = false }: MarkdownProps) {
  const cut = useMemo(() => remembering(split, nothingSplit), []);
  const { blocks } = cut(text);
  // A definition that still grows would have everything that refers to it parsed again and again.
  const defined = growing ? blocks.slice(0, -1) : blocks;
  const definitions = defined.flatMap(({ definition }) => (definition === '' ? [] : [definition])).join('\n');
  const sections = sectionsOf(blocks);
  return (
    <div className="markdown">
      {sections.map((section, index) => (
        <Section
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          blocks={section}
          definitions={definitions}
          breaks={breaks}
          last={index === sections.length - 1}
          growing={growing && index === sections.length - 1}
        />
      ))}
    </div>
  );
});
