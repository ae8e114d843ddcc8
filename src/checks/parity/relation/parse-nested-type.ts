/** A type of the engine taken apart: a scalar's name, a list of another type, or a struct of named fields. */
export type NestedType =
  | { readonly kind: "scalar"; readonly type: string }
  | { readonly kind: "list"; readonly element: NestedType; readonly size: number | null }
  | { readonly kind: "struct"; readonly fields: readonly { readonly name: string; readonly type: NestedType }[] };

/** The end of a bracketed part that begins at `start`, quotes respected. */
const closing = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at = endOfQuoted(text, at);
    else if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  throw new Error(`Type without closing bracket: ${text}`);
};

const endOfQuoted = (text: string, start: number): number => {
  let at = start + 1;
  while (text[at] !== '"' || text[at + 1] === '"') at += text[at] === '"' ? 2 : 1;
  return at;
};

/** Reads a type such as `STRUCT(a DOUBLE, "b c" INTEGER[3])[]`. */
export const parseNestedType = (text: string): NestedType => {
  const list = /\[(\d*)\]$/.exec(text);
  if (list !== null) return { kind: "list", element: parseNestedType(text.slice(0, list.index)), size: list[1] === "" ? null : Number(list[1]) };
  if (!text.startsWith("STRUCT(") || closing(text, 6) !== text.length - 1) return { kind: "scalar", type: text };
  const fields: { name: string; type: NestedType }[] = [];
  for (const part of splitFields(text.slice(7, -1))) {
    const nameEnd = part.startsWith('"') ? endOfQuoted(part, 0) + 1 : part.indexOf(" ");
    const name = part.startsWith('"') ? part.slice(1, nameEnd - 1).replaceAll('""', '"') : part.slice(0, nameEnd);
    fields.push({ name, type: parseNestedType(part.slice(nameEnd + 1)) });
  }
  return { kind: "struct", fields };
};

const splitFields = (text: string): readonly string[] => {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') at = endOfQuoted(text, at);
    else if (text[at] === "(") at = closing(text, at);
    else if (text[at] === ",") {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
};
