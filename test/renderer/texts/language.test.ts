import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { refused, unreachable } from '../../../renderer/api/errors.ts';
import { openLanguage, chooseLanguage, useLanguageChoice } from '../../../renderer/state/kept-language.ts';
import { browserStorage } from '../../../renderer/state/storage.ts';
import { clockFace, dayName, recently, timeOfDay } from '../../../renderer/texts/dates.ts';
import { bestLanguage, currentReader, localeFor, setLanguage, setReader } from '../../../renderer/texts/language.ts';
import { enSaid } from '../../../renderer/texts/en-errors.ts';
import { serverSentence } from '../../../renderer/texts/server-sentence.ts';
import { text } from '../../../renderer/texts/text.ts';
import { replySentence, replySentences, type ReplySentenceKey } from '../../../server/protocol/reply-sentences.ts';
import { errorSentences } from '../../../server/protocol/codes.ts';

const at = new Date(2026, 2, 3, 14, 5).toISOString();
const later = new Date(2026, 2, 9);
const plain = (shown: string) => shown.replaceAll('\u202f', ' ');

afterEach(async () => {
  localStorage.clear();
  useLanguageChoice.setState({ language: null, direction: null });
  await setLanguage('en');
});

describe('[LANG2] which language', () => {
  it('is the first of those that the browser prefers', () => {
    expect(bestLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(bestLanguage(['en-GB', 'de'])).toBe('en');
    expect(bestLanguage(['fr', 'tlh'])).toBe('en');
    expect(bestLanguage(['den'])).toBe('en');
    expect(bestLanguage([])).toBe('en');
  });

  it('is written as in the country of the reader, where that is one of the language', () => {
    expect(localeFor('de', ['en-GB', 'de-CH'])).toBe('de-CH');
    expect(localeFor('de', ['en-GB'])).toBe('de');
    expect(localeFor('en', ['en-x'])).toBe('en');
  });

  it('is what was chosen on this device, and the document says so', async () => {
    const end = await openLanguage(browserStorage(window));
    expect(document.documentElement.lang).toBe('en');
    expect(await chooseLanguage({ language: 'de' })).toBe(true);
    expect(text('language.label')).toBe('Sprache');
    expect(document.documentElement.lang).toBe('de');
    end();
    await setLanguage('en');
    const again = await openLanguage(browserStorage(window));
    expect(currentReader().language).toBe('de');
    await chooseLanguage({ language: null });
    expect(currentReader().language).toBe('en');
    again();
  });

  it('ignores a kept choice that is none', async () => {
    localStorage.setItem('gemini-coop:language', 'tlh');
    localStorage.setItem('gemini-coop:direction', 'upwards');
    const end = await openLanguage(browserStorage(window));
    expect(currentReader()).toMatchObject({ language: 'en', direction: 'ltr' });
    end();
  });

  it('follows a choice in another tab', async () => {
    const end = await openLanguage(browserStorage(window));
    localStorage.setItem('gemini-coop:language', 'de');
    localStorage.setItem('gemini-coop:direction', 'rtl');
    window.dispatchEvent(new StorageEvent('storage', { key: 'gemini-coop:language', newValue: 'de' }));
    await expect.poll(() => currentReader()).toMatchObject({ language: 'de', direction: 'rtl' });
    expect(document.documentElement.dir).toBe('rtl');
    end();
  });

  it('is the last one chosen, however long one takes to load', async () => {
    await Promise.all([setLanguage('de'), setLanguage('en')]);
    expect(currentReader().language).toBe('en');
  });
});

describe('[LANG3] numbers, dates and plurals', () => {
  it('are written as the language writes them', async () => {
    expect(text('unread.mentions', { count: 1500 })).toBe('1,500 mentions');
    await setLanguage('de');
    expect(text('unread.mentions', { count: 1 })).toBe('1 Erwähnung');
    expect(text('unread.mentions', { count: 1500 })).toBe('1.500 Erwähnungen');
  });

  it('are written as the country of the reader writes them', async () => {
    const written = async (tag: string) => {
      await setReader({ language: null, direction: null }, [tag]);
      return [timeOfDay(at), dayName(at, later), recently(at, later)].map(plain);
    };
    expect(await written('en-US')).toEqual(['2:05 PM', 'Tuesday, March 3', 'Mar 3, 2:05 PM']);
    expect(await written('en-GB')).toEqual(['14:05', 'Tuesday 3 March', '3 Mar, 14:05']);
    expect(await written('de-DE')).toEqual(['14:05', 'Dienstag, 3. März', '3. März, 14:05']);
  });

  it('tell the time without its half of the day where there is no room', async () => {
    await setReader({ language: null, direction: null }, ['en-US']);
    expect(clockFace(at)).toBe('2:05');
  });
});

describe('[LANG5] what the server says', () => {
  const source = ['server/core', 'server/security', 'server/protocol']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

  it.each(Object.values(enSaid))('is still said in these words: %s', (sentence) => {
    const parts = sentence.split(/\{\w+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
    const pattern = new RegExp(`['\`]${parts.join('\\$\\{.+\\}')}['\`]`);
    expect(pattern.test(source)).toBe(true);
  });

  it('is shown as it came where the reader reads English', () => {
    expect(serverSentence('Exactly this happened.', 'not_found')).toBe('Exactly this happened.');
  });

  it('is known by its words, with what stands in its blanks, or else by its code', async () => {
    await setLanguage('de');
    expect(serverSentence('The message is longer than 8000 characters. Shorten or split it.', 'invalid')).toBe(
      'Die Nachricht ist länger als 8000 Zeichen. Kürz sie oder teil sie auf.',
    );
    expect(serverSentence('must have at least 8 characters')).toBe('muss mindestens 8 Zeichen haben');
    expect(serverSentence(errorSentences.not_authorized, 'not_authorized')).toBe('Das darfst du nicht.');
    expect(serverSentence('A newer server says more.', 'too_large')).toBe(text('error.too_large'));
  });

  it('is known with a sentence or a time inside of it', async () => {
    await setLanguage('de');
    const inner = replySentence('error', { status: 418 });
    expect(serverSentence(replySentence('quoted', { sentence: inner, quote: 'I am a teapot.' }))).toBe(
      'Gemini hat mit einem Fehler geantwortet (418). Google sagt: „I am a teapot.“',
    );
    const duration = replySentence('seconds', { count: 26 });
    expect(serverSentence(replySentence('questionsPerMinute', { duration }))).toBe(
      'Mehr Fragen pro Minute erlaubt der Gemini-API-Schlüssel dieses Servers nicht. Frag in 26 Sekunden noch einmal.',
    );
    expect(serverSentence(replySentence('stopped', { name: '5 seconds' }))).toBe('Gestoppt von 5 seconds.');
  });

  it.each(Object.entries(replySentences))('is known of a reply by its words: %s', async (key, sentence) => {
    await setLanguage('de');
    const german = currentReader().dictionary[`said.reply.${key as ReplySentenceKey}`];
    const fill = (template: string) => template.replace(/\{\w+\}/g, 'X');
    expect(serverSentence(fill(sentence))).toBe(fill(german));
  });

  it('keeps its own words where neither tells enough', async () => {
    await setLanguage('de');
    expect(serverSentence('No such thing.', 'invalid')).toBe(
      'Die Anfrage hat nicht die erwartete Form. (No such thing.)',
    );
    expect(serverSentence('The model is busy.')).toBe('The model is busy.');
  });

  it('is in the language of the reader in a failed call', async () => {
    await setLanguage('de');
    const body = { detail: errorSentences.bad_credentials, code: 'bad_credentials' };
    expect(refused(401, body, null).message).toBe('Benutzername oder Passwort stimmt nicht.');
    const issues = [{ loc: ['body', 'password'], msg: 'must have at least 8 characters', type: 'x' }];
    expect(refused(422, { detail: issues, code: 'invalid' }, null).issues[0]?.msg).toBe(
      'muss mindestens 8 Zeichen haben',
    );
    expect(unreachable().message).toBe(text('error.unreachable'));
  });
});
