import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from "yaml";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { Place, Placed, PlacedEntry, PlacedScalar } from "./placed.ts";

/** More values than any manifest has; aliases of aliases unfold to billions. */
const mostValues = 50_000;

/** Deeper than any manifest is nested; an alias may hold itself. */
const deepest = 50;

interface Reading {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  readonly problems: ManifestProblem[];
  /** Most values; as many as any manifest has when it is left out. */
  readonly most?: number;
}

/** A YAML document as values with their places. Null when it is empty, or when an alias leads nowhere or unfolds without end. */
export const toPlaced = (document: Document, { file, text, lines, problems, most = mostValues }: Reading): Placed | null => {
  let values = 0;
  const placeOf = (node: Node): Place => placeAt(node.range?.[0] ?? 0, node.range?.[1] ?? 0, { file, text, lines });
  const refuse = (node: Node, message: string, todo: string): undefined => {
    problems.push({ code: "LS110", message, place: placeOf(node), todo });
  };

  const read = (node: Node | null, around: Node, depth: number): Placed | undefined => {
    values += 1;
    if (values > most || depth > deepest) {
      if (values !== Number.POSITIVE_INFINITY) refuse(node ?? around, `aliases unfold to more than ${most.toLocaleString("en-US")} values, or hold themselves`, "Write the values out, or share them with defaults: or extends:.");
      values = Number.POSITIVE_INFINITY;
      return undefined;
    }
    if (node === null) return { kind: "scalar", value: null, source: "", place: placeOf(around) };
    if (isAlias(node)) {
      const target = node.resolve(document as never);
      if (target === undefined) {
        const known = anchors(document);
        return refuse(node, `*${node.source} refers to an anchor that is not set before it`, known.length === 0 ? `Set it first with &${node.source} before a value, or put "*${node.source}" in quotes if it is text.` : `Anchors set here: ${known.map((name) => `&${name}`).join(", ")}.`);
      }
      const value = read(target as Node, node, depth + 1);
      // What is shared was written elsewhere, and is wrong or right there.
      return value;
    }
    const place = placeOf(node);
    if (isScalar(node)) return { kind: "scalar", value: scalarValue(node.value), source: node.source ?? String(node.value), place };
    if (isSeq(node)) return { kind: "list", items: node.items.flatMap((item) => read(item as Node | null, node, depth + 1) ?? []), place };
    if (!isMap(node)) return refuse(node, "this is neither a value, a list nor a map", "Write a value, a list or a map.");
    const entries = new Map<string, PlacedEntry>();
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      if (key === null || !isScalar(key) || (key.source ?? "") === "") {
        refuse(key ?? node, "a key must be a text", "Write a name before the colon.");
        continue;
      }
      if (key.source === "__proto__" && depth > 0) {
        refuse(key, "__proto__ cannot be a name", "Write another name before the colon.");
        continue;
      }
      const value = read(pair.value as Node | null, key, depth + 1);
      // The first of two equal keys holds; the second one is told of by the parser.
      if (value !== undefined && !entries.has(key.source ?? "")) entries.set(key.source ?? "", { key: placeOf(key), value });
    }
    return { kind: "map", entries, place };
  };

  if (document.contents === null) return null;
  return read(document.contents as Node, document.contents as Node, 0) ?? null;
};

/** The place of a stretch of text; it ends with its first line. */
export const placeAt = (from: number, to: number, { file, text, lines }: Pick<Reading, "file" | "text" | "lines">): Place => {
  const { line, col } = lines.linePos(Math.min(from, text.length));
  const newline = text.indexOf("\n", from);
  const end = newline === -1 ? text.length : newline;
  return { file, line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, Math.min(to, end) - from) };
};

const scalarValue = (value: unknown): PlacedScalar => (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : String(value));

const anchors = (document: Document): string[] => [...new Set([...String(document.toString({ verifyAliasOrder: false })).matchAll(/(?<=^|\s)&(\S+)/gm)].map(([, name]) => name as string))];
