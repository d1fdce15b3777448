// A style sheet has nothing to name.
// oxlint-disable-next-line import/no-unassigned-import
import 'katex/dist/katex.min.css';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';

/** The plugins that turn `$…$` into formulas. Loaded when the first formula appears. */
export const mathPlugins = {
  remark: remarkMath,
  rehype: rehypeKatex,
  options: { trust: false, strict: 'ignore', maxSize: 20, maxExpand: 500, errorColor: 'currentColor' },
} as const;
