/** How much of the line is shown: enough to find it, never a whole file after a quote that does not close. */
const quotedCharacters = 80;

/** DuckDB's complaint about a CSV file as one sentence: the line, how it is written, and what is wrong with it. Values of rows are no business of a terminal: digits are 9, letters a. */
export const csvComplaint = (message: string): string => {
  const lines = message.split("\n");
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (line === undefined) return short(lines[0]?.replace(/^Invalid Input Error: /, "") ?? "");
  const text = short(lines.find((each) => each.startsWith("Original Line: "))?.slice("Original Line: ".length) ?? "");
  return `Line: ${line} ${reasonIn(message)}; it is written like ${text.replaceAll(/\d/g, "9").replaceAll(/\p{L}/gu, "a")}`;
};

const reasonIn = (message: string): string => {
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected !== undefined) return `has ${found} fields where the header has ${expected}`;
  const [, limit] = /Maximum line size of (\d+) bytes exceeded/.exec(message) ?? [];
  if (limit !== undefined) return `is longer than ${limit} bytes`;
  if (/unterminated quote|quote should be followed/i.test(message)) return "holds a quote that does not close";
  if (/utf-?8|unicode/i.test(message)) return "is not UTF-8 text";
  return "cannot be read";
};

const short = (text: string): string => (text.length > quotedCharacters ? `${text.slice(0, quotedCharacters)}…` : text);
