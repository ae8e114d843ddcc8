/** One side of a comparison: a variable of the environment, or a text in quotes. */
export interface MarkerTerm {
  readonly kind: "variable" | "text";
  readonly text: string;
}

/** A dependency's condition (PEP 508), as a tree. */
export type Marker =
  | { readonly kind: "compare"; readonly left: MarkerTerm; readonly operator: string; readonly right: MarkerTerm }
  | { readonly kind: "all" | "any"; readonly parts: readonly Marker[] };

/** What a marker may be made of, tried in this order. */
const token = /\s*(?:(\()|(\))|(and|or|not|in)(?![\w.])|(===|==|~=|!=|<=|>=|<|>)|'([^']*)'|"([^"]*)"|([A-Za-z_][\w.]*))/y;

interface Token {
  readonly kind: "(" | ")" | "word" | "operator" | "text" | "variable" | "end";
  readonly text: string;
}

/** The tree of a marker, or null when it is none. */
export const parseMarker = (text: string): Marker | null => {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: "end", text: "" };
  const isWord = (word: string): boolean => peek().kind === "word" && peek().text === word;

  const list = (kind: "all" | "any", word: string, part: () => Marker | null): Marker | null => {
    const parts: Marker[] = [];
    do {
      if (parts.length > 0) at += 1;
      const one = part();
      if (one === null) return null;
      parts.push(one);
    } while (isWord(word));
    return parts.length === 1 ? (parts[0] as Marker) : { kind, parts };
  };
  const either = (): Marker | null => list("any", "or", () => list("all", "and", single));
  const single = (): Marker | null => {
    if (peek().kind === "(") {
      at += 1;
      const inner = either();
      if (inner === null || peek().kind !== ")") return null;
      at += 1;
      return inner;
    }
    const left = term();
    const operator = comparison();
    const right = term();
    return left === null || operator === null || right === null ? null : { kind: "compare", left, operator, right };
  };
  const term = (): MarkerTerm | null => {
    const { kind, text: own } = peek();
    if (kind !== "text" && kind !== "variable") return null;
    at += 1;
    return { kind, text: own };
  };
  const comparison = (): string | null => {
    if (peek().kind === "operator") {
      at += 1;
      return tokens[at - 1]?.text ?? null;
    }
    const negated = isWord("not");
    if (negated) at += 1;
    if (!isWord("in")) return null;
    at += 1;
    return negated ? "not in" : "in";
  };

  const tree = either();
  return peek().kind === "end" ? tree : null;
};

const tokensOf = (text: string): readonly Token[] | null => {
  const out: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const found = token.exec(text);
    if (found === null) return null;
    const [, open, close, word, operator, single, double, variable] = found;
    if (open !== undefined) out.push({ kind: "(", text: open });
    else if (close !== undefined) out.push({ kind: ")", text: close });
    else if (word !== undefined) out.push({ kind: "word", text: word });
    else if (operator !== undefined) out.push({ kind: "operator", text: operator });
    else if (single !== undefined || double !== undefined) out.push({ kind: "text", text: (single ?? double) as string });
    else if (variable !== undefined) out.push({ kind: "variable", text: variable });
  }
  return out;
};
