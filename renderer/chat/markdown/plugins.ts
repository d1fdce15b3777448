import { defaultSchema } from 'rehype-sanitize';

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

const phrasingParents = new Set(['paragraph', 'heading', 'emphasis', 'strong', 'delete', 'link', 'tableCell']);

/** Remark plugin: HTML in the source is shown as the text that it is. */
export function inertHtml() {
  return (tree: Node) => show(tree);
}

function show(parent: Node): void {
  parent.children = parent.children?.map((node) => {
    if (node.type !== 'html') {
      show(node);
      return node;
    }
    const shown: Node = { type: 'text', value: node.value ?? '' };
    return phrasingParents.has(parent.type) ? shown : { type: 'paragraph', children: [shown] };
  }) as Node[];
  if (parent.children === undefined) delete parent.children;
}

/** Remark plugin: line breaks stay line breaks, as people expect of what they typed. */
export function softBreaks() {
  return (tree: Node) => breakLines(tree);
}

function breakLines(parent: Node): void {
  if (parent.children === undefined) return;
  parent.children = parent.children.flatMap((node) => {
    if (node.type !== 'text' || node.value === undefined) {
      breakLines(node);
      return [node];
    }
    return node.value
      .split('\n')
      .flatMap((value, index) => [...(index > 0 ? [{ type: 'break' }] : []), { type: 'text', value }]);
  });
}

/** What may come out of markdown. Everything that is not named here is dropped. */
export const schema = {
  ...defaultSchema,
  tagNames:
    'p br hr h1 h2 h3 h4 h5 h6 blockquote pre code ul ol li input table thead tbody tr th td a img strong em del sup section'.split(
      ' ',
    ),
  attributes: {
    a: ['href'],
    img: ['src', 'alt'],
    code: [['className', /^language-./]] as [string, RegExp][],
    input: [
      ['disabled', true],
      ['type', 'checkbox'],
      ['checked', true],
    ] as [string, string | boolean][],
    li: [['className', 'task-list-item']] as [string, string][],
    ul: [['className', 'contains-task-list']] as [string, string][],
    ol: ['start', ['className', 'contains-task-list']] as (string | [string, string])[],
    th: ['align'],
    td: ['align'],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
};

const safe = /^(?:https?|mailto):/i;

/** The URL where it may be offered as a link; else empty. */
export const safeUrl = (url: string) => (safe.test(url) ? url : '');
