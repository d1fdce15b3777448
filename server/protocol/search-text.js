// Plain JavaScript: it runs on the page, on the server, and in the server's search thread, which Node starts from the sources too.

/** Accents as Latin, Greek, Cyrillic, Hebrew and Arabic have them: what people leave out when they type in a hurry. */
const accents =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05c1-\u05c2\u05c4-\u05c5\u0610-\u061a\u064b-\u065f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20f0]|\u05bf|\u05c7|\u0670/g;
const shownAsNothing = /\p{Default_Ignorable_Code_Point}/gu;
const wideSpace = /[^\S ]| {2}/;
const ascii = /^[\t\n\r -~]*$/;

/**
 * The form of a text in which words are looked for: without regard to case, accents, Unicode form (NFKC) and what shows
 * nothing; each run of white space is one space, and typographic quotes and apostrophes are plain ones. Marks that make
 * another letter, as in Japanese or Devanagari, stay.
 * @param {string} text
 * @returns {string}
 */
export function foldText(text) {
  if (ascii.test(text)) return joined(text.toLowerCase());
  return joined(
    text
      .normalize('NFKD')
      // Upper-casing between folds "ß" to "ss", which lower-casing alone leaves apart; its capital has to be "ß" by then.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize('NFKD')
      .replace(accents, '')
      .replace(shownAsNothing, '')
      .replace(/ς/g, 'σ')
      .replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
      .replace(/[\u201c-\u201f]/g, '"')
      .normalize('NFC'),
  );
}

/** @param {string} text */
const joined = (text) => (wideSpace.test(text) ? text.replace(/\s+/g, ' ') : text);

/**
 * What a query looks for, folded: each word, and each phrase in double quotes as a whole. Empty where there is nothing.
 * @param {string} query
 * @returns {string[]}
 */
export function searchTerms(query) {
  const parts = foldText(query).matchAll(/"([^"]+)"|[^\s"]+/g);
  const terms = Array.from(parts, ([word, phrase = word]) => phrase.trim()).filter((term) => term !== '');
  return [...new Set(terms)];
}

/**
 * The rule by which a search finds a text: every term of the query occurs in it, anywhere, also within a word.
 * @param {string} text
 * @param {readonly string[]} terms of `searchTerms`
 * @returns {boolean}
 */
export function matchesTerms(text, terms) {
  const folded = foldText(text);
  return terms.every((term) => folded.includes(term));
}
