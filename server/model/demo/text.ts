import type { ModelFile, ModelRequest } from '../../core/ports/model.ts';

/** Code points of a question that are repeated; the answer is about something else. */
const ECHO_MAX = 280;

/** The line in which the chat server says who speaks; the name is a JSON string. */
const speakerLine = /^\[from "(?:[^"\\]|\\.)*"\]\n/;

/** The last question: its text, without the line that says who asks, and the files that came with it. */
function questionOf(request: ModelRequest): { text: string; files: ModelFile[] } {
  const parts = request.contents.at(-1)?.parts ?? [];
  const at = parts.findLastIndex((part) => 'text' in part);
  const asked = parts[at];
  const text = asked && 'text' in asked ? asked.text.replace(speakerLine, '').trim() : '';
  return { text, files: parts.slice(at + 1).filter((part) => 'data' in part) };
}

/**
 * Any text as a code block of plain text. The fence is longer than every run of backticks in it, so that nothing in it
 * can end the block, and no Markdown, HTML or link in it comes to life.
 */
export function plainBlock(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text.replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')}\n${fence}`;
}

function echo(question: string): string {
  if (question === '') return '';
  const points = Array.from(question);
  const short = points.length > ECHO_MAX ? `${points.slice(0, ECHO_MAX).join('')}…` : question;
  return `You asked:\n\n${plainBlock(short)}\n\n`;
}

function shown(files: ModelFile[]): string {
  if (files.length === 0) return '';
  const list = files.map(({ name, type, data }) => `${name} (${type}, ${data.length} bytes)`).join('\n');
  return `You showed me ${files.length === 1 ? 'a file' : `${files.length} files`}, which I cannot look at:\n\n${plainBlock(list)}\n\n`;
}

const introduction = `## This is the demo bot

I am **demo**, not Gemini: this server has no Gemini API key, so I know nothing and cannot answer that.

### How to get real answers

1. Get a free key at [Google AI Studio](https://aistudio.google.com/apikey).
2. Put it into the environment variable \`GEMINI_API_KEY\`, or into a \`.env\` file:

   \`\`\`sh
   GEMINI_API_KEY=your-key
   \`\`\`

3. Restart the server.

`;

const samples = `### What answers can look like

\`\`\`ts
export function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
\`\`\`

| try | what you see |
| --- | --- |
| \`/bot anything\` | this answer, live for everybody |
| \`/bot something long\` | one that takes 20 seconds |
| Stop, while I write | the text so far stays |

- *Lists*, **emphasis** and [links](https://ai.google.dev)
- Math such as $e^{i\\pi} + 1 = 0$, also on a line of its own:

$$
\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}
$$
`;

const LONG_SECTIONS = 26;

/** One of the sections that make an answer long; each is a little different, so that a place in it can be recognised. */
function section(number: number): string {
  return `### Part ${number} of ${LONG_SECTIONS}

This part has nothing to say either; it is here so that you can watch a long answer arrive, scroll up while it grows,
join in the middle, or stop it.

- ${number} squared is ${number ** 2}
- ${number} cubed is ${number ** 3}

`;
}

/** The demo model's whole answer, in Markdown. */
export function demoText(request: ModelRequest): string {
  const { text, files } = questionOf(request);
  const isLong = /\blong\b/i.test(text);
  const sections = Array.from({ length: isLong ? LONG_SECTIONS : 0 }, (_, index) => section(index + 1));
  return `${introduction}${echo(text)}${shown(files)}${samples}${sections.length > 0 ? '\n' : ''}${sections.join('').trimEnd()}`;
}
