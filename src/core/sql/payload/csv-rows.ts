/** A number as JSON writes it; other numbers (`007`, `1.`) stay text. */
const jsonNumber = "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?";

const cells = (line: string): string => `list_transform(regexp_extract_all(',' || ${line}, ',(?:"(?:[^"]|"")*"|[^,]*)'), lambda c: CASE
  WHEN c = ',' THEN 'null'::JSON
  WHEN regexp_full_match(trim(c[2:]), '${jsonNumber}') THEN trim(c[2:])::JSON
  WHEN starts_with(c, ',"') THEN to_json(replace(c[3:-2], '""', '"'))
  ELSE to_json(trim(c[2:])) END)`;

const lines = (text: string): string => `list_filter(regexp_split_to_array(${text}, '\\r?\\n'), lambda l: trim(l) <> '')`;

/**
 * Rows of text that is no single JSON value, as a list of JSON: lines that are JSON each (JSON lines), else CSV without a header, a list
 * per line and a scalar where a line has one field. Null where a quoted field spans lines, which cannot be told from damage.
 */
export const csvRows = (text: string): string => `CASE
  WHEN list_bool_and(list_transform(${lines(text)}, lambda l: json_valid(l))) THEN list_transform(${lines(text)}, lambda l: l::JSON)
  WHEN list_bool_or(list_transform(${lines(text)}, lambda l: (length(l) - length(replace(l, '"', ''))) % 2 = 1)) THEN NULL
  ELSE list_transform(${lines(text)}, lambda l: CASE WHEN contains(l, ',') THEN to_json(${cells("l")}) ELSE ${cells("l")}[1] END) END`;
