/** A text that depends on a number: one form per plural category of its language, named as `Intl.PluralRules` does. */
export type PluralForms = { readonly other: string } & { readonly [Category in Intl.LDMLPluralRule]?: string };

/**
 * The same texts in another language: exactly the same names, and forms of the plural where English has them. That each
 * text has the same `{blanks}`, and each plural the forms of its language, is what the test of the dictionaries says.
 */
export type Translation<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : PluralForms };
