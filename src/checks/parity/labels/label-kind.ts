import { isNumeric, type DType } from "../../../core/domain/dtype.ts";
import type { FeatureRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import { classText } from "./class-text.ts";

/** More classes than this are no classes; a table of them helps nobody. */
export const mostClasses = 100;

/** Whole-number labels of up to so many values are classes where a decision is written beside them, and numbers otherwise. */
export const mostIntegerClasses = 20;

export type LabelKind =
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "binary"; readonly positive: string; readonly negative: string }
  | { readonly kind: "classes" }
  | { readonly kind: "number" };

/** Values that mean yes, whatever the other one is; otherwise the later of the two in order is the positive one, as in scikit-learn. */
const yes = new Set(["1", "true", "yes", "y", "t", "positive", "pos"]);

/** What the labels are, from their type and how many different ones there are. */
export const labelKind = async (engine: Engine, features: FeatureRelation, label: FeatureRelation["features"][number], hasDecision: boolean): Promise<LabelKind> => {
  const text = classText(engine.dialect, engine.dialect.identifier(label.column), label.dtype);
  const rows = await engine.query(`SELECT label, count(*) AS n FROM (SELECT ${text} AS label FROM ${features.sql}) WHERE label IS NOT NULL GROUP BY label ORDER BY label LIMIT ${mostClasses + 1}`);
  const values = rows.map((row) => String(row["label"]));
  const [first, second] = values;
  if (first === undefined) return { kind: "none", why: `no row has a label in ${label.name}` };
  if (second === undefined) return { kind: "none", why: `every label in ${label.name} is ${first}` };
  if (values.length === 2 && !(isNumeric(label.dtype) && !areNoughtAndOne(values) && !hasDecision)) return binary(first, second, label.dtype);
  if (isNumeric(label.dtype)) {
    const whole = values.every((value) => /^-?\d+$/.test(value));
    return whole && values.length <= mostIntegerClasses && hasDecision ? { kind: "classes" } : { kind: "number" };
  }
  if (values.length > mostClasses) return { kind: "none", why: `${label.name} holds more than ${mostClasses} different texts` };
  return { kind: "classes" };
};

const areNoughtAndOne = (values: readonly string[]): boolean => (values[0] === "0" || values[0] === "-1") && values[1] === "1";

const binary = (first: string, second: string, dtype: DType): LabelKind => {
  const firstIsPositive = isNumeric(dtype) ? Number(first) > Number(second) : yes.has(first.toLowerCase()) && !yes.has(second.toLowerCase());
  return firstIsPositive ? { kind: "binary", positive: first, negative: second } : { kind: "binary", positive: second, negative: first };
};
