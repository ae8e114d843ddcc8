import type { ColumnKind, PopulationColumn, PopulationRole } from "../../domain/population.ts";
import type { Leaf } from "./leaf.ts";
import type { PayloadSide } from "./record-mapping.ts";

/** Different values up to which text is counted by value, and integers of an output or a label are taken for classes. */
const mostCategories = 200;
const mostClasses = 20;

/** The engine's type that keeps every value of a place, and how it is counted. */
const typeOf = (leaf: Leaf): { readonly type: string; readonly kind: ColumnKind } => {
  const words = leaf.texts - leaf.notFinite;
  const numbers = leaf.integers + leaf.floats;
  if (leaf.nested > 0) return { type: "VARCHAR", kind: "text" };
  if (numbers > 0 && words === 0 && leaf.booleans === 0) {
    if (leaf.floats > 0 || leaf.notFinite > 0) return { type: "DOUBLE", kind: "numeric" };
    return { type: leaf.huge === 0 ? "BIGINT" : "HUGEINT", kind: "numeric" };
  }
  if (leaf.booleans > 0 && leaf.texts === 0 && numbers === 0) return { type: "BOOLEAN", kind: "category" };
  return { type: "VARCHAR", kind: leaf.distinct <= mostCategories ? "category" : "text" };
};

const found = (leaf: Leaf): string => {
  const parts = [[leaf.booleans, "booleans"], [leaf.integers, "integers"], [leaf.floats, "floats"], [leaf.texts, "texts"], [leaf.nested, "nested values"], [leaf.nulls, "nulls"]] as const;
  return parts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`).join(", ") || "no value";
};

/** What a person or the log's own schema said of a column; guessed where it said nothing. */
export interface SaidRole { readonly role: PopulationRole; readonly why: string; readonly kind?: ColumnKind }

/** What one place of a payload is for, and why: said by the log's schema, or guessed from the payload it stands in and its values. */
export const columnOfLeaf = (side: PayloadSide, name: string, column: string, leaf: Leaf, said: SaidRole | null): PopulationColumn => {
  const { type, kind } = typeOf(leaf);
  const whole = type === "BIGINT" && leaf.distinct <= mostClasses;
  const base = { name, column, type };
  if (said !== null) {
    const counted = said.kind === "category" && kind === "numeric" ? "category" : said.role === "decision" && whole ? "category" : kind;
    return { ...base, role: said.role, kind: counted, origin: "agreed", why: said.why };
  }
  const guess = (role: PopulationRole, counted: ColumnKind, because: string): PopulationColumn => ({ ...base, role, kind: counted, origin: "guessed", why: `${because} (${found(leaf)})` });
  switch (side) {
    case "feature": return guess("feature", kind, "stands in the request");
    case "segment": return guess("segment", kind === "numeric" ? "numeric" : "category", "stands among the segments");
    case "label": return guess("label", whole ? "category" : kind, "stands where the label is written");
    case "output":
      if (kind !== "numeric") return guess("decision", kind, "stands in the answer and is no number");
      if (whole) return guess("decision", "category", "stands in the answer and holds few whole numbers, as classes do");
      return guess("score", kind, "stands in the answer and is a number");
  }
};
