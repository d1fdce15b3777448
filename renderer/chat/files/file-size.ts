import { text } from '../../texts/text.ts';

const rounded = (value: number) => Number(value.toPrecision(2));

/** `812 B`, `4.2 kB`, `13 MB`: as systems tell the sizes of files. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return text('file.bytes', { count: bytes });
  if (bytes < 999_500) return text('file.kilobytes', { count: short(bytes / 1000) });
  if (bytes < 999_500_000) return text('file.megabytes', { count: short(bytes / 1_000_000) });
  return text('file.gigabytes', { count: short(bytes / 1_000_000_000) });
}

const short = (value: number) => (value < 10 ? rounded(value) : Math.round(value));
