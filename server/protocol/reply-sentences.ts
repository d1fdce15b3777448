/**
 * What a reply's `detail` can say, as it is on the wire, with `{blanks}`. A page knows these sentences by their words and
 * shows them in its reader's language; what it does not know it shows as it came.
 */
export const replySentences = {
  // It is around others, so it is looked for first.
  quoted: '{sentence} Google says: "{quote}"',

  stopped: 'Stopped by {name}.',
  interrupted: 'The server was stopped while this answer was being written.',
  broken: 'Something went wrong on the server while the answer was written. Try again.',
  endless: 'The answer ended unexpectedly. Try again.',
  cut: 'The answer reached its length limit and was cut off here.',
  refused: 'The model refused to answer this.',

  modelLimit: 'The reply reached the limit of the model and ends here. Ask Gemini to go on.',
  thoughtOnly:
    'Gemini used up its limit for one reply by thinking, before it wrote anything. Ask for something smaller.',
  saidNothing: 'Gemini finished without saying anything. Ask again, or in other words.',
  brokeOff: "Gemini's reply broke off before its end. Ask again.",
  endedEarly: 'Gemini ended its reply early ({reason}). Ask again, or in other words.',
  notAReply: "What came back is not a reply of Gemini's, or only a part of one. Ask again.",
  connectionBroke: 'The connection to Gemini broke off, and with it the reply. Ask again.',
  silent: 'Gemini has been silent for {duration}, so the reply was given up. Ask again.',

  replySafety: "Gemini's safety filters stopped this reply. Ask in other words.",
  replyProhibited: 'Gemini stopped this reply because it may contain prohibited content. Ask in other words.',
  replyText: 'Gemini stopped this reply because it repeats a published text too closely. Ask in other words.',
  replyWork: 'Gemini stopped this reply because it repeats a published work too closely. Ask in other words.',
  replyWords: 'Gemini stopped this reply because it contains forbidden words. Ask in other words.',
  replyPersonal: 'Gemini stopped this reply because it may contain sensitive personal data. Ask without such data.',
  replyLanguage: 'Gemini stopped this reply because it does not support the language. Ask in another language.',
  questionSafety:
    "Gemini's safety filters refused this question. The reason may also lie in the messages before it. Ask in other words, or in a new chat.",
  questionProhibited:
    'Gemini refused this question because it may contain prohibited content. The reason may also lie in the messages before it. Ask in other words, or in a new chat.',
  questionWords:
    'Gemini refused this question because it contains forbidden words. The reason may also lie in the messages before it. Ask in other words, or in a new chat.',
  questionRefused:
    'Gemini refused this question ({reason}). The reason may also lie in the messages before it. Ask in other words, or in a new chat.',

  keyInvalid:
    'Google does not accept the Gemini API key of this server. Its host can set another one: in the host settings of the app, or as GEMINI_API_KEY where the server is started.',
  keyForbidden:
    'The Gemini API key of this server is not allowed to do this. Its host can set another one: in the host settings of the app, or as GEMINI_API_KEY where the server is started.',
  keyUnsendable:
    'The Gemini API key of this server contains characters that cannot be part of one. Its host can set another one: in the host settings of the app, or as GEMINI_API_KEY where the server is started.',
  tooLong: 'The conversation is longer than the model can read. Go on in a new chat.',
  notOffered:
    'Google does not offer the Gemini API free of charge where this server runs. Its host can turn on billing for the key in Google AI Studio.',
  rejected: 'Gemini rejected the request.',
  noSuchModel:
    'Google has no model named {model} that could answer here. The host of this server can choose another one with GEMINI_MODEL, such as gemini-flash-latest.',
  overloaded: 'Gemini is overloaded at the moment. Ask again in a few minutes.',
  fault: 'Gemini has a fault of its own at the moment. Ask again in a few minutes.',
  late: 'Gemini could not answer in time. Ask again, or for something smaller.',
  error: 'Gemini answered with an error ({status}).',
  unreachable:
    'Gemini cannot be reached. The computer that hosts this chat needs an internet connection; its host should check that, and whether a firewall or proxy is in the way.',
  planWithout:
    "The plan of this server's Gemini API key does not include the model {model}. Its host can choose another one with GEMINI_MODEL, or turn on billing for the key in Google AI Studio.",
  dayUsedUp:
    "The day's quota of this server's Gemini API key for {model} is used up. It is renewed at midnight Pacific time. Until then its host can choose another model with GEMINI_MODEL, or another key.",
  textPerMinute:
    "The amount of text per minute that this server's Gemini API key allows is reached. Ask again in {duration}.",
  questionsPerMinute:
    "The number of questions per minute that this server's Gemini API key allows is reached. Ask again in {duration}.",

  // Parts of sentences.
  second: '1 second',
  seconds: '{count} seconds',
  aMinute: 'a minute',
  minutes: '{count} minutes',
  hours: '{count} hours',
} as const;

export type ReplySentenceKey = keyof typeof replySentences;

declare const fromTheList: unique symbol;

/** A sentence of the list, filled: nothing else is said of a reply, so that nothing is said in one language only. */
export type ReplySentence = string & { readonly [fromTheList]: true };

type BlanksOf<Sentence extends string> = Sentence extends `${string}{${infer Blank}}${infer Rest}`
  ? Blank | BlanksOf<Rest>
  : never;

type Filling<Key extends ReplySentenceKey> = {
  readonly [Blank in BlanksOf<(typeof replySentences)[Key]>]: string | number;
};

/** A sentence of the list with its blanks filled. */
export function replySentence<Key extends ReplySentenceKey>(
  key: Key,
  ...[filling]: [BlanksOf<(typeof replySentences)[Key]>] extends [never] ? [] : [filling: Filling<Key>]
): ReplySentence {
  const values: Readonly<Record<string, string | number>> = filling ?? {};
  return replySentences[key].replace(/\{(\w+)\}/g, (_, blank: string) => String(values[blank])) as ReplySentence;
}
