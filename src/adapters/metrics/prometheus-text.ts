/** One line of a metrics page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** NaN and the infinities are values here, as the format has them. */
  readonly value: number;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };

/** The words in which Go, Java and Python write what is not finite, in lower case. */
const words: Readonly<Record<string, number>> = { nan: Number.NaN, "+inf": Number.POSITIVE_INFINITY, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY, "+infinity": Number.POSITIVE_INFINITY, infinity: Number.POSITIVE_INFINITY, "-infinity": Number.NEGATIVE_INFINITY };

/**
 * The samples of a page in Prometheus' or OpenMetrics' text format, in their order. Lenient: comments, timestamps and exemplars are
 * passed over, and so is every line that is none of these, so that one odd metric does not hide the others; a web page has no samples.
 */
export function* readPrometheusText(text: string): Generator<MetricSample> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const sample = readLine(text.slice(start, end).trim());
    if (sample !== null) yield sample;
    start = end + 1;
  }
}

function readLine(line: string): MetricSample | null {
  if (line === "" || line.startsWith("#")) return null;
  const named = /^[a-zA-Z_:][\w:.]*/.exec(line)?.[0] ?? "";
  let rest = line.slice(named.length).trimStart();
  let name = named;
  const labels = new Map<string, string>();
  if (rest.startsWith("{")) {
    const read = readLabels(rest);
    if (read === null) return null;
    for (const [key, value] of read.labels) labels.set(key, value);
    if (name === "") name = read.quotedName ?? "";
    rest = rest.slice(read.length);
  } else if (rest.length === line.length - named.length) {
    // Neither a brace nor a space after the name: this is no sample.
    return null;
  }
  // The value, perhaps a time, perhaps an exemplar; after anything else (`12 MB`) the value would be a guess.
  const written = /^\s*([^\s#]+)(\s+[\d.+eE-]+)?\s*(#.*)?$/.exec(rest)?.[1];
  const value = written === undefined ? null : numberOf(written);
  return name === "" || value === null ? null : { name, labels, value };
}

/** `{a="b",c="d"}` with escapes; a name that is not plain ASCII stands in quotes before the labels. Null when it does not close. */
function readLabels(text: string): { readonly labels: ReadonlyMap<string, string>; readonly quotedName: string | null; readonly length: number } | null {
  const labels = new Map<string, string>();
  let quotedName: string | null = null;
  let at = 1;
  for (;;) {
    while (/[\s,]/.test(text[at] ?? "")) at += 1;
    if (text[at] === "}") return { labels, quotedName, length: at + 1 };
    let key: string;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === null) return null;
      key = quoted.value;
      at = quoted.end;
    } else {
      key = /^[\w.:]+/.exec(text.slice(at))?.[0] ?? "";
      if (key === "") return null;
      at += key.length;
    }
    while (text[at] === " ") at += 1;
    if (text[at] !== "=") {
      // Only a quoted name stands without a value.
      quotedName ??= key;
      continue;
    }
    at += 1;
    while (text[at] === " ") at += 1;
    const quoted = readQuoted(text, at);
    if (quoted === null) return null;
    labels.set(key, quoted.value);
    at = quoted.end;
  }
}

function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | null {
  if (text[start] !== '"') return null;
  let value = "";
  for (let i = start + 1; i < text.length; i += 1) {
    const character = text[i] as string;
    if (character === '"') return { value, end: i + 1 };
    if (character === "\\") {
      i += 1;
      value += escapes[text[i] ?? ""] ?? `\\${text[i] ?? ""}`;
    } else {
      value += character;
    }
  }
  return null;
}

function numberOf(text: string): number | null {
  const word = words[text.toLowerCase()];
  if (word !== undefined) return word;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}
