import type { Message } from '../../protocol/messages.ts';
import type { Writer } from './exported.ts';
import { fileText, notesOf, quoteText } from './words.ts';

/** Text for people to read anywhere. What somebody has written stands in a quotation and cannot get out of it. */
export function markdownWriter(): Writer {
  let day = '';
  return {
    begin: ({ chat, title, participants, at, by }) => {
      const people = participants.map(({ username, role }) =>
        role === undefined || role === 'member' ? literal(username) : `${literal(username)} (${role})`,
      );
      const topic = chat.topic === null ? [] : [`- Topic: ${literal(chat.topic)}`];
      const about = [...topic, `- Participants: ${people.join(', ')}`, `- Exported by ${literal(by)} at ${at}`];
      return `# ${literal(title)}\n\n${about.join('\n')}\n- All times are UTC\n`;
    },
    async *message({ message, quoted }) {
      const today = message.created_at.slice(0, 10);
      if (today !== day) yield `\n## ${today}\n`;
      day = today;
      const notes = notesOf(message).map((note) => ` · ${literal(note)}`);
      const lines = [`**${literal(message.username)}** · ${message.created_at}${notes.join('')}`];
      if (quoted) lines.push(`↳ ${literal(quoted.username)}: *${literal(quoteText(quoted)) || '…'}*`);
      if (message.content !== '') lines.push(quotation(message.content));
      const files = (message.files ?? []).map((file) => `- 📎 ${literal(fileText(file))}`);
      if (files.length > 0) lines.push(files.join('\n'));
      const reactions = reactionsText(message);
      if (reactions !== '') lines.push(literal(reactions));
      yield `\n${lines.join('\n\n')}\n`;
    },
    end: (count) => `\n---\n\nEnd of the export: ${count} messages.\n`,
  };
}

function reactionsText({ reactions = [] }: Message): string {
  return reactions
    .map(({ emoji, users }) => `${emoji} ${users.map(({ username }) => username).join(', ')}`)
    .join(' · ');
}

/** What begins or ends something in Markdown, or a line. */
const special = /[\\`*_{}[\]<>#|~&]/g;
const lineEnds = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** A text in one line that means nothing but itself. */
function literal(text: string): string {
  return text.replace(new RegExp(lineEnds, 'g'), ' ').replace(special, '\\$&');
}

/**
 * What somebody has written, as the Markdown that it is, each line within a quotation. Outside of fenced code nothing in it
 * is HTML, which could end the quotation, says what links of others lead to, or fetches an image.
 */
function quotation(content: string): string {
  let fence: string | undefined;
  // Where a fence may be one to some programs and none to others, nothing behind it counts as code.
  let isUnsure = false;
  const lines = content.split(lineEnds).map((line) => {
    if (fence !== undefined) {
      const [, indent = '', marks = ''] = /^([ \t]*)(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
      if (!marks.startsWith(fence)) return line;
      isUnsure = indent.includes('\t');
      if (isUnsure || indent.length <= 3) fence = undefined;
      return line;
    }
    if (!isUnsure && /^[\s>*+\-\d.)]*(?:`{3}|~{3})/.test(line)) {
      fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(line)?.slice(1).find(Boolean);
      isUnsure = fence === undefined;
    }
    return line
      .replace(/<(?=[a-z/!?])/gi, '&lt;')
      .replaceAll(']:', ']\\:')
      .replaceAll('![', '!\\[');
  });
  return lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}
