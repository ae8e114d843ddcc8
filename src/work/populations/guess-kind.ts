import type { ColumnKind, PopulationRole } from "../../core/domain/population.ts";
import type { FieldEvidence } from "./gather-evidence.ts";
import type { PopulationField } from "./population-field.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

/** So many different texts have a count each, however few the rows; with more rows, more of them. */
const alwaysNamed = 64;
const mostNamed = 1000;

/**
 * How a column is counted. Numbers stay numbers also where few of them differ, except for 0 and 1, which say no and yes; a text is a category
 * unless nearly every row has its own, or more differ than anybody would name.
 */
export const guessKind = ({ field, evidence }: { readonly field: PopulationField; readonly evidence: FieldEvidence }, role: PopulationRole = "feature"): ColumnKind => {
  const { distinct, filled, low, high, whole, times } = evidence;
  if (isNumberType(field.type)) {
    if (role === "score") return "numeric";
    if (role === "decision" || role === "segment") return "category";
    return whole && typeFamily(field.type) === "integer" && distinct <= 2 && (low === 0 || low === 1) && high !== null && high <= 1 && filled > 0 ? "category" : "numeric";
  }
  if (typeFamily(field.type) === "boolean") return "category";
  if (typeFamily(field.type) === "time") return "time";
  if (typeFamily(field.type) === "other") return "text";
  if (role === "decision" || role === "label" || role === "segment") return distinct <= mostNamed ? "category" : "text";
  if (filled > 0 && times === filled) return "time";
  if (distinct <= 20) return "category";
  if (distinct > filled * 0.8) return "text";
  return distinct <= alwaysNamed || (distinct <= mostNamed && distinct <= filled / 20) ? "category" : "text";
};
