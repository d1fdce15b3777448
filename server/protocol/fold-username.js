// Plain JavaScript: see `search-text.js`.

/**
 * The form of a username that decides whether two are the same: without regard to case, Unicode form and
 * what shows nothing.
 * Upper-casing first folds letters such as "ß" that lower-casing alone leaves apart.
 * @param {string} name
 * @returns {string}
 */
export function foldUsername(name) {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
}
