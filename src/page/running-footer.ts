/** The line at the foot of every page of paper, as a rule of the style: its policy lets in no style of a document, but what a script adds to one. */
/// <reference lib="dom" />

/** Rules of the style as it was written; -1 = nothing has been added yet. */
let written = -1;

/** Every page of paper says this at its foot, left; at its right the style has the number of the page. */
export function setRunningFooter(words: string): void {
  const [sheet] = document.styleSheets;
  if (written < 0) written = sheet.cssRules.length;
  else sheet.deleteRule(written);
  sheet.insertRule(
    `@page{@bottom-left{content:"${inCssString(words)}";font:10px Arial,sans-serif;color:#58616b}}`,
    written,
  );
}

/** A text inside a string of CSS: what is no letter, digit or blank is written by its number, so that nothing ends the string. */
export const inCssString = (words: string): string =>
  words.replace(/[^\w ]/gu, (char) => `\\${char.codePointAt(0)!.toString(16)} `);
