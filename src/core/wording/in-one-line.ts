/** Words that people wrote, where a line is one thing that happened: a line break in them would begin what looks like another. Blanks before and after stay. */
export const inOneLine = (text: string): string => text.replaceAll(/[ \t]*[\n\v\f\r\u0085\u2028\u2029]+[ \t]*/g, " / ");
