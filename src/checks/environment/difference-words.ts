import type { FieldValue } from "../../core/domain/fingerprint.ts";
import type { FieldPair, SideName } from "./pair-fields.ts";
import { someOf, valueWords } from "../../core/fingerprint/value-words.ts";

export type SideNames = Readonly<Record<SideName, string>>;

/** What a field is called in a sentence: `numpy`, `OMP_NUM_THREADS`, `model file model.pkl`, `processor`. */
export const fieldTitle = ({ id, kind, kindName, subject }: Pick<FieldPair, "id" | "kind" | "kindName" | "subject">): string => {
  if (kind === null) return id;
  if (subject === null) return kind.title;
  if (kindName === "package.version" || kindName === "framework.switch" || kindName?.endsWith(".variable") === true) return subject;
  if (kindName === "package.origin") return `origin of ${subject}`;
  if (kindName === "package.integrity") return `files of ${subject}`;
  if (kindName === "package.imported") return `imported ${subject}`;
  if (kindName === "native.library") return `native library ${subject}`;
  if (kindName === "import.patch") return `accelerator ${subject}`;
  return `${kind.title} ${subject}`;
};

const onlyIn = (one: readonly string[], other: readonly string[]): readonly string[] => one.filter((item) => !other.includes(item));

const listStatement = (title: string, one: readonly string[], other: readonly string[], names: SideNames): string => {
  const [left, right] = [onlyIn(one, other), onlyIn(other, one)];
  if (left.length === 0 && right.length === 0) {
    const at = one.findIndex((item, index) => item !== other[index]);
    return `${title}: the same in another order, ${one[at] ?? "nothing"} in ${names.reference} where ${names.candidate} has ${other[at] ?? "nothing"} (place ${at + 1})`;
  }
  const parts = [left.length === 0 ? null : `${someOf(left)} only in ${names.reference}`, right.length === 0 ? null : `${someOf(right)} only in ${names.candidate}`];
  return `${title}: ${parts.filter((part) => part !== null).join("; ")}`;
};

const isCpuOnly = (value: FieldValue): boolean => /^(cpu|cpuexecutionprovider)$/i.test((Array.isArray(value) ? value.join(" ") : String(value ?? "")).trim());
const isGpu = (value: FieldValue): boolean => /cuda|tensorrt|rocm|gpu|directml|mps/i.test(Array.isArray(value) ? value.join(" ") : String(value ?? ""));

/** A session that asked for an accelerator on one side and computes on the processor of the other: the runtime falls back in silence. */
const fallenBack = ({ kindName, subject, reference, candidate }: FieldPair, names: SideNames, cards: Readonly<Record<SideName, string | null>>): string | null => {
  if (kindName !== "model.provider" && kindName !== "model.device") return null;
  const fallen = isGpu(reference.value) && isCpuOnly(candidate.value) ? "candidate" : isGpu(candidate.value) && isCpuOnly(reference.value) ? "reference" : null;
  if (fallen === null) return null;
  const [on, off] = fallen === "candidate" ? [reference, candidate] : [candidate, reference];
  const other = fallen === "candidate" ? "reference" : "candidate";
  return `${subject ?? "the model"} runs on the processor in ${names[fallen]} (${valueWords(off.value, kindName)})${cards[fallen] === null ? "" : `, although a card is there (${cards[fallen]}),`} and on an accelerator in ${names[other]} (${valueWords(on.value, kindName)})`;
};

/** One sentence: what differs, with both values. `cards` names the graphics card that each side has. */
export const differenceStatement = (pair: FieldPair, names: SideNames, cards: Readonly<Record<SideName, string | null>>): string => {
  const title = fieldTitle(pair);
  const { reference, candidate, kindName } = pair;
  if (pair.renamed !== null) return `${title} of ${names.reference} is called ${pair.renamed} in ${names.candidate}, with the same content`;
  const special = fallenBack(pair, names, cards);
  if (special !== null) return special;
  if (Array.isArray(reference.value) && Array.isArray(candidate.value)) return listStatement(title, reference.value, candidate.value, names);
  const left = valueWords(reference.value, kindName);
  const right = valueWords(candidate.value, kindName);
  // Cut values that read alike would say nothing.
  if (left === right) return `${title} differs: ${String(reference.value)} in ${names.reference}, ${String(candidate.value)} in ${names.candidate}`;
  return `${title} is ${left} in ${names.reference} and ${right} in ${names.candidate}`;
};
