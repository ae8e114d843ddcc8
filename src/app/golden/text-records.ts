/** A field of a CSV record as it stands there. */
export interface CsvField {
  /** Without quotes. */
  readonly text: string;
  readonly quoted: boolean;
}

/** The records of a CSV text, header included, field by field; empty lines are none. Quotes are doubled inside quotes. */
export const csvRecords = (text: string, delimiter: string): CsvField[][] => {
  const records: CsvField[][] = [];
  let record: CsvField[] = [];
  let field = "";
  let quoted = false;
  const end = (): void => {
    record.push({ text: field, quoted });
    [field, quoted] = ["", false];
  };
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; ) {
    if (text[at] === '"' && field === "" && !quoted) {
      quoted = true;
      const close = closingQuote(text, at + 1);
      field = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    } else if (text.startsWith(delimiter, at)) {
      end();
      at += delimiter.length;
    } else if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] === "\n")) {
      if (record.length > 0 || field !== "" || quoted) {
        end();
        records.push(record);
        record = [];
      }
      at += text[at] === "\n" ? 1 : 2;
    } else {
      field += text[at];
      at += 1;
    }
  }
  if (record.length > 0 || field !== "" || quoted) {
    end();
    records.push(record);
  }
  return records;
};

const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return text.length;
};

/** Puts lines behind a text in its own way: its line ends, and an end of its last line only if it had one. */
export const appendLines = (text: string, lines: readonly string[]): string => {
  const newline = /\r?\n/.exec(text)?.[0] ?? "\n";
  const ended = text.endsWith("\n");
  return `${text}${ended || text === "" ? "" : newline}${lines.join(newline)}${ended || text === "" ? newline : ""}`;
};

/** One CSV line. A column that is quoted throughout stays so; an empty text is quoted, for without quotes it is no value. */
export const csvLine = (fields: readonly (string | null)[], delimiter: string, alwaysQuoted: readonly boolean[]): string =>
  fields.map((field, index) => (field === null ? "" : alwaysQuoted[index] === true || field === "" || field.includes(delimiter) || /["\r\n]|^\s|\s$|^\uFEFF/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(delimiter);

/** Columns of which every value that is there stands in quotes. */
export const quotedColumns = (records: readonly (readonly CsvField[])[], columns: number): boolean[] =>
  Array.from({ length: columns }, (_, index) => {
    const values = records.flatMap((record) => (record[index] === undefined || (record[index].text === "" && !record[index].quoted) ? [] : [record[index]]));
    return values.length > 0 && values.every(({ quoted }) => quoted);
  });
