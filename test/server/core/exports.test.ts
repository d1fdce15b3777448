import * as fc from 'fast-check';
import { lexer, walkTokens, type Token } from 'marked';
import { beforeEach, describe, expect, test } from 'vitest';
import { Exports } from '../../../server/core/exports.ts';
import type { Account, NewMessage } from '../../../server/core/ports/store.ts';
import { exportFileName, type ExportFormat } from '../../../server/protocol/export.ts';
import { message as wireMessage, type Message } from '../../../server/protocol/messages.ts';
import { createParty } from '../../support/party.ts';
import { at, newMessage } from '../../support/records.ts';
import { pixel } from '../../support/uploads.ts';

let party: ReturnType<typeof createParty>;
let exports: Exports;
let ann: Account;
let bob: Account;
let chatId: number;
beforeEach(async () => {
  party = createParty();
  [ann, bob] = [await party.account('ann'), await party.account('bob')];
  chatId = (await party.chat('ann', ['bob'])).id;
  exports = newExports();
});

const newExports = (embeddedMax?: number) => {
  const limiter = { consume: () => Promise.resolve() };
  return new Exports({ ...party, limiter, ...(embeddedMax !== undefined && { embeddedMax }) });
};

async function say(content: string, more: Partial<NewMessage> = {}): Promise<Message> {
  const { message } = await party.store.addMessage(newMessage(chatId, content, { user_id: ann.id, ...more }));
  return message;
}

async function taken(format: ExportFormat, who = ann): Promise<string> {
  const { pieces, close } = await exports.open(who, chatId, format);
  let text = '';
  for await (const piece of pieces()) text += piece;
  close();
  return text;
}

/** A file that a message may have. */
async function image(name: string) {
  const { files } = party.store;
  const draft = await files.draft();
  await draft.write(pixel);
  const about = { uploaded_by: ann.id, created_at: at(), uploaded_after: 0, is_picture: false };
  const { id, size } = await files.add(draft, { ...about, chat_id: chatId, name, type: 'image/png' });
  return { id, name, type: 'image/png', size, width: 1, height: 1 };
}

async function aStory(): Promise<void> {
  const asked = await say('Where?', { created_at: at(1) });
  const reply = { is_bot: true, user_id: null, username: 'Gemini', asked_by: 'ann', reply_to: asked.id } as const;
  await say('**There**.', { ...reply, created_at: at(2), status: 'stopped', detail: 'by bob' });
  await say('Thanks', {
    username: 'bob',
    user_id: bob.id,
    reply_to: asked.id,
    edited_at: at(9),
    reactions: [{ emoji: '🎉', users: [{ id: ann.id, username: 'ann' }] }],
    files: [await image('cat.png'), { id: 4711, name: 'plan.pdf', type: 'application/pdf', size: 1500 }],
    created_at: at(86_400),
  });
  await say('', { deleted_at: at(90_000), created_at: at(86_401) });
  await say('from afar', { forwarded_from: 'eve', created_at: at(86_402) });
}

describe('a chat that is taken along', () => {
  test('[EXPORT1] as Markdown reads as what was said, by whom, when and about what', async () => {
    await aStory();
    await party.store.changeChat(chatId, { topic: 'plans_and *more*' });
    expect(await taken('markdown')).toBe(`# party

- Topic: plans\\_and \\*more\\*
- Participants: ann (owner), bob
- Exported by ann at ${new Date(party.clock.now()).toISOString()}
- All times are UTC

## 2026-01-01

**ann** · 2026-01-01T00:00:01.000Z

> Where?

**Gemini** · 2026-01-01T00:00:02.000Z · bot, asked by ann · stopped · by bob

↳ ann: *Where?*

> **There**.

## 2026-01-02

**bob** · 2026-01-02T00:00:00.000Z · edited 2026-01-01T00:00:09.000Z

↳ ann: *Where?*

> Thanks

- 📎 cat.png (image/png, ${pixel.length} B)
- 📎 plan.pdf (application/pdf, 1.5 kB)

🎉 ann

**ann** · 2026-01-02T00:00:01.000Z · deleted 2026-01-02T01:00:00.000Z

**ann** · 2026-01-02T00:00:02.000Z · forwarded from eve

> from afar

---

End of the export: 5 messages.
`);
  });

  test('[EXPORT1] as JSON is one object with the messages as they are on the wire, and nobody’s address', async () => {
    await aStory();
    const text = await taken('json', bob);
    const whole = JSON.parse(text) as { messages: unknown[]; participants: unknown[] };
    expect(whole).toMatchObject({
      format: 'gemini-coop-chat',
      version: 1,
      exported_at: new Date(party.clock.now()).toISOString(),
      exported_by: 'bob',
      chat: { id: chatId, name: 'party' },
      participants: [
        { username: 'ann', role: 'owner' },
        { username: 'bob', role: 'member' },
      ],
      message_count: 5,
    });
    expect(whole.messages).toEqual(await party.store.messages(chatId, { limit: 10 }));
    for (const one of whole.messages) wireMessage.parse(one);
    expect(text).not.toContain('@example.org');
  });

  test('[EXPORT1] without messages is whole in every form, and one without a name is called like the others', async () => {
    const { id } = await party.chats.create(ann, {
      name: null,
      is_group: false,
      is_ai_chat: false,
      participant_usernames: ['bob'],
    });
    chatId = id;
    expect(JSON.parse(await taken('json'))).toMatchObject({ messages: [], message_count: 0 });
    expect(await taken('markdown')).toContain('# bob\n');
    expect(await taken('html')).toMatch(/<title>bob<\/title>[^]*End of the export: 0 messages\.[^]*<\/html>\n$/);
  });
});

describe('in Markdown', () => {
  /** All tokens, and those of the top that belong to nobody's quotation. */
  function parsed(text: string) {
    const all: Token[] = [];
    const tokens = lexer(text);
    void walkTokens(tokens, (token) => void all.push(token));
    return { all, top: tokens.filter(({ type }) => type !== 'space') };
  }

  /** What a message looks like to who reads the Markdown. */
  async function written(content: string) {
    await say(content);
    const { all, top } = parsed(await taken('markdown'));
    return { types: top.map(({ type }) => type), all };
  }

  const usual = ['heading', 'list', 'heading', 'paragraph', 'blockquote', 'hr', 'paragraph'];
  const forgeries: Record<string, string> = {
    'a heading': 'hi\n\n## 2026-01-03\n\n**bob** · now\n\n> I pay',
    'odd ends of lines': 'hi\r\r**bob** · now\u2028\u2028## x\u0085# y\v\f# z',
    'the end of the quotation': 'hi\n</blockquote><h1>bob</h1>',
    'what is code to one program only': '- x\n   ```\n</blockquote>\n```\n</blockquote><h1>bob</h1>',
    'a fence behind a tab': '```\n\t```\n</blockquote><h1>bob</h1>\n```',
    'an indented fence before another': ' ```\n```\n<h1>bob</h1>',
    'code that is no code': '`\nx` <h1>bob</h1> `',
    'what a backslash takes away': '\\<h1>bob</h1> \\![x](http://evil.example/y.png)',
    'a comment': '<!-- everything behind',
    'where others’ links lead': '[bob]: http://evil.example "x"',
    'an image': '![x](http://evil.example/y.png)',
  };
  test.each(Object.entries(forgeries))('[EXPORT2] %s changes nothing of what others say', async (_, content) => {
    const { types, all } = await written(content);
    expect(types).toEqual(usual);
    expect(all.filter(({ type }) => ['html', 'image', 'def'].includes(type))).toEqual([]);
  });

  test('[EXPORT2] code in a fence stays as it was written', async () => {
    const code = '```html\n<p class="x">![a]: b</p>\n~~~\n  ````\n';
    const { all } = await written(`Look:\n${code}and <b>that</b>`);
    expect(all.find(({ type }) => type === 'code')).toMatchObject({ text: '<p class="x">![a]: b</p>\n~~~' });
  });

  test('[EXPORT2] names, topics and names of files mean nothing but themselves', async () => {
    const name = '**bob** <b>*_[x](y)`#';
    await party.store.changeChat(chatId, { name, topic: `# ${name}` });
    const file = { id: 1, name: `${name}.txt`, type: 'text/plain', size: 1 };
    await say('x', { username: name.replaceAll(' ', ''), files: [file] });
    const { all, top } = parsed(await taken('markdown'));
    expect(top.map(({ type }) => type)).toEqual([...usual.slice(0, 5), 'list', ...usual.slice(5)]);
    expect(all.filter(({ type }) => ['html', 'link', 'em', 'codespan'].includes(type))).toEqual([]);
  });

  test('[EXPORT2] whatever is written stays in its quotation', async () => {
    const parts = [
      '```',
      '~~~',
      '`',
      '<h1>',
      '</blockquote>',
      '<!--',
      '\n',
      '\n',
      '\t',
      ' ',
      '> ',
      '- ',
      '1. ',
      'x',
      '\\',
      '# ',
    ];
    const texts = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 14 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(texts, async (content) => {
        party = createParty();
        ann = await party.account('ann');
        chatId = (await party.chat('ann')).id;
        exports = newExports();
        const { types, all } = await written(content);
        expect(types).toEqual(usual);
        expect(all.filter(({ type }) => type === 'html')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('as HTML', () => {
  test('[EXPORT3] nothing that was written is more than text, and a policy forbids everything but what the page has', async () => {
    const hostile = `</div><script>alert(1)</script><img src=x onerror=alert(1)>"'&amp;`;
    await party.store.changeChat(chatId, { name: hostile, topic: hostile });
    const users = [{ id: 2, username: hostile }];
    const said = await say(hostile, { username: hostile, reactions: [{ emoji: hostile, users }] });
    await say('x', {
      reply_to: said.id,
      files: [{ id: 1, name: hostile, type: hostile, size: 1 }],
      forwarded_from: hostile,
    });
    const page = await taken('html');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    expect(page.match(/<(?:script|img|\/div><)/g)).toBeNull();
    expect(page).toContain(
      '&lt;/div&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;',
    );
    expect(page).toContain(`<a href="#m${said.id}">`);
  });

  test('[EXPORT3] images are in the page until there are too many of them, and then named', async () => {
    exports = newExports(2 * pixel.length);
    await say('', { files: [await image('a.png'), await image('b.png'), await image('c.png')] });
    const page = await taken('html');
    const uri = `data:image/png;base64,${pixel.toString('base64')}`;
    expect(page.split(`<img alt="a.png" width="1" height="1" src="${uri}">`)).toHaveLength(2);
    expect(page.split(uri)).toHaveLength(3);
    expect(page).toContain(`📎 c.png (image/png, ${pixel.length} B)`);
  });

  test('[EXPORT3] an image of another chat is not', async () => {
    const file = await image('a.png');
    chatId = (await party.chat('ann')).id;
    await say('', { files: [file] });
    expect(await taken('html')).not.toContain('data:image');
  });
});

describe('a long chat', () => {
  test('[EXPORT4] is read as far as it is asked for, and ends where it had ended at the start', async () => {
    for (let n = 0; n < 450; n++) await say(`text ${n}`);
    const reads: number[] = [];
    const messages = party.store.messages.bind(party.store);
    party.store.messages = (...asked) => {
      reads.push(asked[1].after ?? 0);
      return messages(...asked);
    };
    const readBefore: number[][] = [];
    const { pieces, close } = await exports.open(ann, chatId, 'json');
    const all: string[] = [];
    for await (const piece of pieces()) {
      if (all.push(piece) === 100) {
        readBefore.push([...reads]);
        await say('too late');
      }
    }
    close();
    expect(readBefore).toEqual([[0]]);
    expect(reads).toHaveLength(3);
    const { messages: whole } = JSON.parse(all.join('')) as { messages: Message[] };
    expect(whole.map(({ content }) => content)).toEqual(Array.from({ length: 450 }, (_, n) => `text ${n}`));
  });

  test.each([
    ['is deleted', () => party.membership.delete(ann, chatId)],
    ['has another one less', () => party.membership.leave(bob, chatId)],
  ])('[EXPORT5] that %s meanwhile fails, also where that is just before the end', async (_, end) => {
    for (let n = 0; n < 150; n++) await say(`text ${n}`);
    const { pieces, close } = await exports.open(bob, chatId, 'markdown');
    let text = '';
    const reading = (async () => {
      for await (const piece of pieces()) {
        if (text === '') await end();
        text += piece;
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'not_authorized' });
    expect(text).not.toContain('End of the export');
    close();
  });

  test('[EXPORT6] is taken by one user twice at once, not more often', async () => {
    const [one, two] = [await exports.open(ann, chatId, 'json'), await exports.open(ann, chatId, 'html')];
    await expect(exports.open(ann, chatId, 'json')).rejects.toMatchObject({ code: 'rate_limited' });
    const other = await exports.open(bob, chatId, 'json');
    one.close();
    one.close();
    const three = await exports.open(ann, chatId, 'json');
    await expect(exports.open(ann, chatId, 'json')).rejects.toMatchObject({ code: 'rate_limited' });
    for (const { close } of [two, three, other]) close();
  });

  test.each([
    ['Plans', 'Plans 2026-01-01.html'],
    ['a/b\\c:"d"', 'a-b-c-d- 2026-01-01.html'],
    ['../..', '- 2026-01-01.html'],
    ['...', 'file 2026-01-01.html'],
    ['\u202egnp.exe', 'gnp.exe 2026-01-01.html'],
  ])('[EXPORT6] of the chat %s has a safe name', (title, name) => {
    expect(exportFileName(title, at(), 'html')).toBe(name);
  });
});
