import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cleanFileName,
  FILE_MAX,
  FILE_NAME_MAX,
  FILE_SIDE_MAX,
  fileEntry,
  type FileEntry,
  fileFields,
  fileIds,
  FILES_MAX,
  FILES_PER_MESSAGE_MAX,
  imageTypes,
  NAMELESS_FILE,
  PICTURE_MAX,
} from '../../../server/protocol/files.ts';
import { seedOfRun } from '../../support/long-run.ts';

describe("a file's name", () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\bob\\cat.png', 'cat.png'],
    ['..\\..\\autoexec.bat', 'autoexec.bat'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['a\r\nSet-Cookie: b=1.txt', 'a Set-Cookie: b=1.txt'],
    ['nul\0in it.txt', 'nulin it.txt'],
    ['  many \t spaces .txt ', 'many spaces .txt'],
    ['fu\u0308r.txt', 'für.txt'],
    ['отчёт 報告 تقرير 👩\u200d🚀.pdf', 'отчёт 報告 تقرير 👩\u200d🚀.pdf'],
    ['half \ud83d.txt', 'half .txt'],
    ['! \u202e !', '! !'],
    ['', NAMELESS_FILE],
    ['..', NAMELESS_FILE],
    ['folder/', NAMELESS_FILE],
    ['\u200b\u2066', NAMELESS_FILE],
  ])('[FILE1] of %j is %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  test('[FILE1] that is too long keeps its extension', () => {
    const name = cleanFileName(`${'long'.repeat(100)}.tar.gz`);
    expect(name).toHaveLength(FILE_NAME_MAX);
    expect(name.endsWith('long.gz') || name.endsWith('.gz')).toBe(true);
  });

  test('[FILE1] holds no folder and nothing that turns or hides, whatever it was', () => {
    const hostile = fc.constantFrom('/', '\\', '..', '\0', '\u202e', '\u2067', '\n', '.', '\ud800', '\u2028');
    const names = fc.array(fc.oneof(hostile, fc.string({ unit: 'binary' })), { maxLength: 40 });
    fc.assert(
      fc.property(names, (parts) => {
        const name = cleanFileName(parts.join(''));
        expect(name).toMatch(/^[^/\\\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}]{1,255}$/u);
        expect(name.length).toBeLessThanOrEqual(FILE_NAME_MAX);
        expect(['.', '..']).not.toContain(name);
        expect(cleanFileName(name)).toBe(name);
      }),
      { seed: seedOfRun() },
    );
  });
});

describe('the schemas of files', () => {
  test('[FILE2] pixels are whole numbers of a size that there is, as text too', () => {
    expect(fileFields.parse({ width: '640', height: '480' })).toEqual({ width: 640, height: 480 });
    expect(fileFields.parse({})).toEqual({});
    for (const width of ['0', '-1', '1.5', 'wide', String(FILE_SIDE_MAX + 1), 'Infinity']) {
      expect(fileFields.safeParse({ width }).success).toBe(false);
    }
  });

  test('[FILE2] an entry is taken with and without pixels', () => {
    const entry: FileEntry = { id: 7, name: 'cat.png', type: imageTypes[0], size: 1 };
    expect(fileEntry.parse(entry)).toEqual(entry);
    expect(fileEntry.safeParse({ ...entry, name: '' }).success).toBe(false);
    expect(fileEntry.safeParse({ ...entry, size: 0 }).success).toBe(false);
  });

  test('[FILE3] a message names each of its files once, and not too many', () => {
    const ids = Array.from({ length: FILES_PER_MESSAGE_MAX }, (_, at) => at + 1);
    expect(fileIds.parse(ids)).toEqual(ids);
    expect(fileIds.safeParse([...ids, 99]).success).toBe(false);
    expect(fileIds.safeParse([1, 1]).success).toBe(false);
  });

  test('[FILE2] a picture is less than a file, and a file less than all', () => {
    expect(PICTURE_MAX).toBeLessThan(FILE_MAX);
    expect(FILE_MAX).toBeLessThan(FILES_MAX);
  });
});
