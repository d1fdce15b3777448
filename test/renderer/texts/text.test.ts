import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/texts/en.ts';
import { text } from '../../../renderer/texts/text.ts';

const renderer = path.join(process.cwd(), 'renderer');
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\b(?:en|de)(-\w+)?\.ts$/.test(file))
  .map((file) => ({ file, source: readFileSync(path.join(renderer, file), 'utf8') }));

describe('the dictionary', () => {
  it('chooses the plural form and writes numbers as the language does', () => {
    expect(text('composer.left', { count: 1 })).toBe('1 character left');
    expect(text('composer.left', { count: 1500 })).toBe('1,500 characters left');
  });

  it('puts values in as they are, whatever they look like', () => {
    expect(text('invite.title', { chat: '{chat} $& $1' })).toBe('Invite to {chat} $& $1');
  });

  it('has no text that nothing shows', () => {
    const all = sources.map(({ source }) => source).join('\n');
    // Names that end in a variable part are written as templates: `create.${kind}.text`.
    const templates = [...all.matchAll(/`([a-zA-Z.]*\$\{[^`\n]+)`/g)].map(([, template = '']) => {
      const fixed = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
      return new RegExp(`^${fixed.join('\\w+')}$`);
    });
    const unused = Object.keys(en).filter(
      (key) =>
        !key.startsWith('said.') && !all.includes(`'${key}'`) && !templates.some((template) => template.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('is the only place of words that people see', () => {
    const words = />\s*[A-Z][a-z]+[^<>{}=;()]*<\/|(?:aria-label|title|placeholder|alt)="[^"]*[a-z]/;
    expect(sources.filter(({ source }) => words.test(source)).map(({ file }) => file)).toEqual([]);
  });
});
