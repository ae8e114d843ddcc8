import type { ColumnKind, PopulationRole, StandardColumn } from "../../core/domain/population.ts";
import { keyRank } from "../../checks/parity/relation/column-roles.ts";
import type { SeenField } from "./gather-evidence.ts";
import { guessKind } from "./guess-kind.ts";
import { type GuessedStandard, guessStandard } from "./guess-standard.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

export interface GuessedColumn {
  readonly name: string;
  readonly role: PopulationRole;
  readonly kind: ColumnKind;
  readonly why: string;
}

export interface GuessedRoles {
  readonly standard: readonly GuessedStandard[];
  readonly columns: readonly GuessedColumn[];
}

/** What each column is for, told from its name, its type and its values; every guess says why. `taken` are standard columns that somebody named already. */
export const guessRoles = (seen: readonly SeenField[], taken: readonly StandardColumn[]): GuessedRoles => {
  const standard = guessStandard(seen, taken);
  const used = new Map(standard.map((each) => [each.name, each]));
  const columns = seen.map((one): GuessedColumn => {
    const { name } = one.field;
    const filling = used.get(name);
    if (filling !== undefined) return { name, role: "ignored", kind: guessKind(one), why: `fills the standard column ${filling.standard}: ${filling.why}` };
    const { role, why } = guessRole(one);
    // The number of a shop is a name; nobody adds two of them.
    const isCode = role === "feature" && keyRank(name) !== null && typeFamily(one.field.type) === "integer";
    return { name, role, kind: isCode ? "category" : guessKind(one, role), why };
  });
  // Whole numbers that come true are classes where the model decides, and amounts where it estimates.
  const decides = columns.some(({ role }) => role === "decision");
  return { standard, columns: columns.map((column, index) => (column.role === "label" && decides && isNumberType(seen[index]?.field.type ?? "") && seen[index]?.evidence.whole === true && seen[index].evidence.distinct <= 20 ? { ...column, kind: "category" } : column)) };
};

const labelName = /^(labels?|targets?|outcomes?|y|y_?true|truth|ground_?truth(_label)?|actuals?|observed|actual_.+|true_.+)$|_(label|outcome|actual|target|y_?true|ground_?truth)$/i;
const scoreName = /(^|[_.\-[])(scores?|risk|prob|probs|proba|probability|probabilities|confidence|logits?)(\d*$|[_.\-[\]\d])|^y_?(hat|pred|prob|score)|(^|[_.-])(pred|preds|predicted|prediction|predictions|forecast|estimate)s?([_.\-[\d]|$)/i;
const valueName = /^y_?(hat|pred)|(^|[_.-])(pred|preds|predicted|prediction|predictions|forecast|estimate)s?([_.\-[\d]|$)/i;
const decisionName = /^(decision|decisions|action|class|predicted|output|response)$|(^|[_.-])(decision|pred|preds|predicted|prediction|predictions)s?([_.\-[\d]|$)|_(class|decision|action)$|^y_?(hat|pred)/i;
const indexName = /^(unnamed: ?\d+|__index_level_\d+__|index|row|row_?number|rownum|level_0)$/i;

/** More values than this in a column with an identifier's name, and it identifies. */
const mostCodes = 1000;

const guessRole = ({ field: { name, type }, evidence }: SeenField): { role: PopulationRole; why: string } => {
  const family = typeFamily(type);
  const of = `${evidence.distinct.toLocaleString("en-US")} values in ${evidence.filled.toLocaleString("en-US")}`;
  if (indexName.test(name)) return { role: "ignored", why: "numbers the rows" };
  if (keyRank(name) !== null && (evidence.distinct > mostCodes || evidence.distinct > evidence.filled / 2)) return { role: "ignored", why: `has an identifier's name, and about ${of}` };
  const isFraction = family === "real" && !evidence.whole;
  const inUnit = evidence.low !== null && evidence.high !== null && evidence.low >= 0 && evidence.high <= 1;
  const isPredicted = decisionName.test(name);
  const isLabel = labelName.test(name) && !/^(pred|predicted)[_-]/i.test(name);
  if (isLabel && family !== "time") return { role: "label", why: "has the name of what came true" };
  // A score that is never there is still a score: as a feature its loss would only warn.
  if (evidence.filled === 0 && scoreName.test(name) && family !== "time") return { role: "score", why: "has a score's name, and never a value" };
  if (family === "real" && evidence.low === null && scoreName.test(name)) return { role: "score", why: "has a score's name, and never a finite value" };
  if (family === "real" && scoreName.test(name)) {
    if (inUnit && !(evidence.whole && isPredicted)) return { role: "score", why: "has a score's name and values from 0 to 1" };
    if (valueName.test(name) && !evidence.whole) return { role: "score", why: "has the name of a prediction, and numbers" };
    if (isFraction && /logit|(^|[_.-])y_?hat/i.test(name)) return { role: "score", why: "has a score's name, and numbers" };
  }
  if (isPredicted && (family === "text" || family === "boolean" || (isNumberType(type) && evidence.whole && evidence.distinct <= 100))) return { role: "decision", why: `has a decision's name, and about ${of}` };
  if (isPredicted && isNumberType(type) && valueName.test(name)) return { role: "score", why: "has the name of a prediction, and numbers" };
  if (family === "time" || (family === "text" && evidence.filled > 0 && evidence.times === evidence.filled)) return { role: "ignored", why: "a time, which moves on by itself; name it with --feature to compare it" };
  if (family === "text" && evidence.filled > 20 && evidence.distinct > evidence.filled * 0.95 && /^(uuid|guid|.*hash|.*token|e-?mail|phone|ssn|iban)$/i.test(name)) return { role: "ignored", why: `identifies somebody or something: about ${of}` };
  return { role: "feature", why: evidence.filled === 0 ? "nothing says otherwise, but it never has a value" : "nothing says that it is an output, a label or an identifier" };
};
