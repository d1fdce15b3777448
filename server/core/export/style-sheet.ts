/** How an exported page looks, on a screen and on paper. */
export const styleSheet = `:root { color-scheme: light dark; --ink: #1c1d22; --soft: #55585f; --line: #d9dbe0; --ground: #fff; --mark: #3b4fc4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e9ed; --soft: #a6a9b3; --line: #3a3c44; --ground: #17181c; --mark: #a9b4ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 46rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 1rem; padding-block-end: .25rem; border-block-end: 1px solid var(--line); font-size: 1rem; color: var(--soft); }
header p, footer p { margin: .25rem 0; color: var(--soft); }
footer { margin-block-start: 2rem; border-block-start: 1px solid var(--line); padding-block-start: .5rem; }
ol { margin: 0; padding: 0; list-style: none; }
li { margin: 0 0 1rem; }
li:target { outline: 2px solid var(--mark); outline-offset: .35rem; border-radius: .25rem; }
.who, .file, .reactions { margin: 0; }
.who time, .note, .reactions, figcaption { color: var(--soft); font-size: .875rem; }
.bot { color: var(--mark); }
.text { white-space: pre-wrap; }
blockquote { margin: .25rem 0; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line); font-size: .875rem; }
a { color: var(--soft); }
figure { margin: .5rem 0; }
img { display: block; max-width: 100%; height: auto; max-height: 32rem; width: auto; border-radius: .375rem; }
.reactions span { display: inline-block; margin-inline-end: .75rem; }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --ground: #fff; --mark: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, .who { break-after: avoid; }
  figure { break-inside: avoid; }
}
`;
