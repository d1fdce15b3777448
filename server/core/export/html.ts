import { imageTypes, type FileEntry } from '../../protocol/files.ts';
import type { Message } from '../../protocol/messages.ts';
import type { ExportedChat, Writer } from './exported.ts';
import { styleSheet } from './style-sheet.ts';
import { fileText, notesOf, quoteText } from './words.ts';

const images: ReadonlySet<string> = new Set(imageTypes);
/** Nothing runs, nothing is fetched: whatever somebody has written, it is text. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One page that needs nothing else. */
export function htmlWriter(): Writer {
  let day = '';
  const endDay = () => (day === '' ? '' : '</ol></section>\n');
  return {
    begin: pageStart,
    async *message({ message, quoted }, image) {
      const today = message.created_at.slice(0, 10);
      if (today !== day) yield `${endDay()}<section><h2><time>${escape(today)}</time></h2><ol>\n`;
      day = today;
      const { id, username, content, is_bot, created_at } = message;
      const notes = notesOf(message).map((note) => `<span class="note"> · ${escape(note)}</span>`);
      const time = `<time datetime="${escape(created_at)}">${escape(created_at.slice(11, 19))}</time>`;
      const who = `<b dir="auto"${is_bot ? ' class="bot"' : ''}>${escape(username)}</b> ${time}${notes.join('')}`;
      yield `<li id="m${id}"><p class="who">${who}</p>\n`;
      if (quoted) yield quote(quoted);
      if (content !== '') yield `<div class="text" dir="auto">${escape(content)}</div>\n`;
      for (const file of message.files ?? []) {
        const uri = images.has(file.type) ? await image(file) : undefined;
        if (uri) yield* picture(file, uri);
        else yield `<p class="file" dir="auto">📎 ${escape(fileText(file))}</p>\n`;
      }
      yield `${reactions(message)}</li>\n`;
    },
    end: (count) =>
      `${endDay()}</main>\n<footer><p>End of the export: ${count} messages.</p></footer>\n</body>\n</html>\n`,
  };
}

function pageStart({ chat, title, participants, at, by }: ExportedChat): string {
  const people = participants.map(({ username, role = 'member' }) => {
    const name = `<bdi>${escape(username)}</bdi>`;
    return role === 'member' ? name : `${name} (${role})`;
  });
  const topic = chat.topic === null ? '' : `<p dir="auto">${escape(chat.topic)}</p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>
${styleSheet}</style>
</head>
<body>
<header>
<h1 dir="auto">${escape(title)}</h1>
${topic}<p>Participants: ${people.join(', ')}</p>
<p>Exported by <bdi>${escape(by)}</bdi> at <time datetime="${escape(at)}">${escape(at)}</time>. All times are UTC.</p>
</header>
<main>
`;
}

function quote(quoted: Message): string {
  const text = `<b dir="auto">${escape(quoted.username)}</b> <span dir="auto">${escape(quoteText(quoted))}</span>`;
  return `<blockquote><a href="#m${quoted.id}">${text}</a></blockquote>\n`;
}

async function* picture({ name, width, height }: FileEntry, content: AsyncIterable<string>): AsyncIterable<string> {
  const sides = width === undefined || height === undefined ? '' : ` width="${width}" height="${height}"`;
  yield `<figure><img alt="${escape(name)}"${sides} src="`;
  yield* content;
  yield `"><figcaption dir="auto">${escape(name)}</figcaption></figure>\n`;
}

function reactions({ reactions: all = [] }: Message): string {
  const items = all.map(({ emoji, users }) => {
    const names = users.map(({ username }) => `<bdi>${escape(username)}</bdi>`);
    return `<span>${escape(emoji)} ${names.join(', ')}</span>`;
  });
  return items.length === 0 ? '' : `<p class="reactions">${items.join(' ')}</p>\n`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as it may stand anywhere between tags and in the quotes of an attribute. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
