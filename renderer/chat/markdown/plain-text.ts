const plain = /^(\p{L}[\p{L}\p{M}\p{N}\p{Emoji_Presentation} ,.;:!?'"()%…–—-]*?)[ \t\n]*$/u;

/** The one line that the text is, where nothing in it can be markup, as in most of what people say: it needs no parsing. */
export function plainText(source: string): string | null {
  const text = plain.exec(source)?.[1];
  return text === undefined || /www\./i.test(text) ? null : text;
}
