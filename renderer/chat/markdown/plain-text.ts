const plain = /^\p{L}[\p{L}\p{M}\p{N}\p{Emoji_Presentation} ,.;:!?'"()%…–—-]*$/u;

/** True where the text is one line in which nothing can be markup, as most of what people say is: it needs no parsing. */
export const isPlain = (text: string): boolean => plain.test(text) && !text.endsWith(' ') && !/www\./i.test(text);
