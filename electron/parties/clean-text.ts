/**
 * A stranger's text as it can be shown in one line: without control characters and those that turn or hide what stands
 * around them (joiners stay, as scripts and emoji need them), with single spaces.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\uFFFD]|(?![\u200c\u200d])\p{Cf}/gu, '')
    .trim();
}
