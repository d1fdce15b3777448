import rehypeHighlight from 'rehype-highlight';

/** A piece of highlighted code: a string, or a class name around further pieces. */
export type Piece = string | { className: string; pieces: Piece[] };

interface Hast {
  type: string;
  tagName?: string;
  value?: string;
  properties?: { className?: string[] };
  children?: Hast[];
}

// Made once: it registers every language.
const transform = rehypeHighlight({ plainText: ['text', 'txt', 'plaintext', 'plain'] }) as (
  tree: Hast,
  file: unknown,
) => void;

const ignoreMessages = { message: () => undefined, fail: () => undefined };

function piecesOf(nodes: readonly Hast[]): Piece[] {
  return nodes.map((node) =>
    node.type === 'text'
      ? (node.value ?? '')
      : { className: (node.properties?.className ?? []).join(' '), pieces: piecesOf(node.children ?? []) },
  );
}

/** Highlights code; a language that is not known leaves it plain. */
export function highlight(code: string, language: string): Piece[] {
  const element: Hast = {
    type: 'element',
    tagName: 'code',
    properties: { className: [`language-${language.toLowerCase()}`] },
    children: [{ type: 'text', value: code }],
  };
  const pre: Hast = { type: 'element', tagName: 'pre', properties: {}, children: [element] };
  transform({ type: 'root', children: [pre] }, ignoreMessages);
  return piecesOf(element.children ?? []);
}
