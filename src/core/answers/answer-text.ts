import type { HttpAnswer } from "./http-answer.ts";

/** How much of a foreign text is quoted in a message: the first sentence or two, never a whole page. */
export const quotedCharacters = 200;

const decoder = new TextDecoder("utf-8");

/** The body as text; bytes that are not UTF-8 become replacement characters. */
export const answerText = (answer: HttpAnswer): string => decoder.decode(answer.body);

/** The beginning of a foreign text on one line, for a message. */
export function quoteText(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > quotedCharacters ? `${line.slice(0, quotedCharacters)}…` : line;
}

/** The page's title when a text is HTML (`""` when it has none), null when it is not HTML. */
export function htmlTitle(text: string): string | null {
  const start = text.slice(0, 2000).trimStart().toLowerCase();
  if (!start.startsWith("<!doctype html") && !start.startsWith("<html") && !/^(<!--.*?-->\s*)?<(head|body|!doctype)/s.test(start)) return null;
  return quoteText(/<title[^>]*>(.*?)<\/title>/is.exec(text.slice(0, 20_000))?.[1] ?? "");
}
