/** What no expression over a log's columns needs: a query of its own, a second statement, a comment, a column of unknown names. */
const beyond = /;|--|\/\*|\bselect\b|\(\s*from\b|\bcolumns\s*\(/i;

/** What says something else each time it is asked, so that what was counted once could not be counted again. */
const fleeting = /\b(random|setseed|uuid|uuidv4|uuidv7|gen_random_uuid|now|today|get_current_timestamp|transaction_timestamp|nextval)\s*\(|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i;

/** Why people's SQL is more than one expression over the columns of a log that always says the same; null where it is one. Text and quoted names are not looked into. */
export const moreThanExpression = (sql: string): string | null => {
  const bare = sql.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/"(?:[^"]|"")*"/g, "\"\"");
  const asks = beyond.exec(bare)?.[0];
  if (asks !== undefined) return `it holds ${asks.trim()}`;
  const moves = fleeting.exec(bare)?.[0].replace(/\s*\($/, "()");
  if (moves !== undefined) return `${moves} says something else at every look`;
  let depth = 0;
  for (const character of bare) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (depth < 0) return "it closes a bracket that it did not open";
  }
  if (depth > 0) return "it does not close a bracket";
  return /['"]/.test(bare.replaceAll("''", "").replaceAll("\"\"", "")) ? "it does not close a quote" : null;
};
