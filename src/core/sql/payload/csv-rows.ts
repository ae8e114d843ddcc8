/** A number as JSON writes it; other numbers (`007`, `1.`) stay text. */
const jsonNumber = "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?";

const lines = (text: string): string => `list_filter(string_split(replace(${text}, chr(13), ''), chr(10)), lambda l: l <> '' AND trim(l) <> '')`;

/** One field's JSON text: empty is null, what JSON calls a number is one, all else is text. */
const json = (field: string): string => `CASE WHEN ${field} = '' THEN 'null' WHEN regexp_full_match(${field}, '${jsonNumber}') THEN ${field} ELSE to_json(${field})::VARCHAR END`;

/** A row: the list of its fields, or the only one. */
const row = (fields: string): string => `CASE WHEN len(${fields}) = 1 THEN ${fields}[1] ELSE '[' || array_to_string(${fields}, ',') || ']' END::JSON`;

const plain = (line: string): string => row(`list_transform(string_split(${line}, ','), lambda c: ${json("trim(c)")})`);

const quoted = (line: string): string =>
  row(`list_transform(regexp_extract_all(',' || ${line}, ',(?:"(?:[^"]|"")*"|[^,]*)'), lambda c: CASE WHEN starts_with(c, ',"') THEN to_json(replace(c[3:-2], '""', '"'))::VARCHAR ELSE ${json("trim(c[2:])")} END)`);

/**
 * Rows of text that is no single JSON value, as a list of JSON: lines that are JSON each (JSON lines), else CSV without a header, a list
 * per line and a scalar where a line has one field. Null where a quoted field spans lines, which cannot be told from damage.
 */
export const csvRows = (text: string): string => `CASE
  WHEN NOT contains(${text}, '"') AND ltrim(${text})[1] NOT IN ('{', '[') THEN list_transform(${lines(text)}, lambda l: ${plain("l")})
  WHEN list_bool_and(list_transform(${lines(text)}, lambda l: json_valid(l))) THEN list_transform(${lines(text)}, lambda l: l::JSON)
  WHEN list_bool_or(list_transform(${lines(text)}, lambda l: (length(l) - length(replace(l, '"', ''))) % 2 = 1)) THEN NULL
  ELSE list_transform(${lines(text)}, lambda l: ${quoted("l")}) END`;
