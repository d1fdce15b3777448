const marks = (count: number, first: number) =>
  Array.from({ length: count }, (_, n) => String.fromCodePoint(first + ((n * 7) % 0x50))).join('');

/** Letters with so many marks above and below them that they reach over several lines. */
const stacked = (word: string, count: number) => Array.from(word, (letter) => letter + marks(count, 0x300)).join('');

/** Names of people, in their normal form, that are hard to show: other directions, tall, wide, joined, of one picture. */
export const names = {
  arabic: 'عبد_الرحمن',
  hebrew: 'אברהם',
  mixed: 'ann_שלום_7',
  devanagari: 'क्षत्रिय',
  thai: 'กําลังใจ',
  chinese: '李小龙',
  japanese: '葛\u{e0100}城さん',
  tibetan: 'བཀྲ་ཤིས',
  khmer: 'សុខា',
  burmese: 'မြန်မာ',
  astral: '𠜎𠜱𡿺',
  // NFKC joins what it can; the rest stays on its letter.
  stacked: stacked('Za', 18).normalize('NFKC'),
  family: '👨\u200d👩\u200d👧\u200d👦',
  flags: '🇩🇪🇫🇷🇯🇵',
  skin: '👍🏽👩🏿\u200d🚀',
  wide: 'W'.repeat(40),
  longest: '\u{1f468}'.repeat(40),
};

/** Texts of messages, likewise. */
export const texts = {
  arabic: 'مرحبا بالجميع، هل تسمعونني؟ (نعم!) 123',
  hebrew: 'שלום לכולם, מה נשמע? (הכול טוב.) abc 456',
  lines: 'first line in English.\nثم سطر بالعربية.\nand English again.',
  list: '- نقطة أولى\n- نقطة ثانية\n\n> اقتباس\n\n1. אחת\n2. שתיים',
  code: 'הקוד: `a + b == c;`\n\n```js\n// הערה\nconst a = [1, 2];\n```',
  devanagari: 'क्षेत्र में स्वागत है। संस्कृतम्',
  thai: 'ยินดีต้อนรับทุกคนเข้าสู่ห้องสนทนานี้ซึ่งไม่มีช่องว่างระหว่างคำเลยแม้แต่น้อย',
  chinese: '大家好，这里没有空格，所以这一行要在任何地方都可以断开，否则就会超出屏幕的宽度。',
  tibetan: 'བཀྲ་ཤིས་བདེ་ལེགས། རྒྱ་གར་སྐད་དུ། བོད་སྐད་དུ།',
  mongolian: 'ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ',
  stacked: stacked('up and down', 60),
  emoji: '👨\u200d👩\u200d👧\u200d👦🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}🇩🇪👍🏽👩🏿\u200d🚀❤️‍🔥',
  families: '👨\u200d👩\u200d👧\u200d👦'.repeat(30),
  turned: 'before \u202ethis is turned around\u202c after \u202eand this never ends',
  isolates: '\u2067\u2067\u2067never closed',
  word: 'Donaudampfschifffahrt'.repeat(40),
  wide: '﷽'.repeat(80),
  spaces: 'a\u00a0'.repeat(300),
};
