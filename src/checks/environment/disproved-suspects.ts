import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { Pattern } from "../../core/domain/pattern.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { causeCodeOf } from "../diagnose/suspects.ts";

/** Causes that say the model is another one. */
const anotherModel: ReadonlySet<string> = new Set(["X1", "I2"]);

/** The patterns without suspects that the environments themselves rule out: with every model file read on both sides and equal, it is no other model. */
export const withoutDisproved = (patterns: readonly Pattern[], reference: Fingerprint | null, candidate: Fingerprint | null): Pattern[] => {
  if (!sameModelFiles(reference, candidate)) return [...patterns];
  return patterns.map((pattern) => {
    const suspects = pattern.suspects.filter(({ cause }) => !anotherModel.has(causeCodeOf(cause) ?? ""));
    return suspects.length === 0 ? pattern : { ...pattern, suspects };
  });
};

const sameModelFiles = (reference: Fingerprint | null, candidate: Fingerprint | null): boolean => {
  const [left, right] = [reference, candidate].map(modelFiles);
  return left !== undefined && right !== undefined && left.size > 0 && left.size === right.size && [...left].every((digest) => right.has(digest));
};

/** Digests of the model's files; under which path they lie is no difference. */
const modelFiles = (fingerprint: Fingerprint | null): ReadonlySet<string> => {
  const unread = Object.keys(fingerprint?.unread ?? {}).some((id) => parseFieldId(id).kindName === "model.file");
  if (fingerprint === null || unread) return new Set();
  return new Set(Object.entries(fingerprint.fields).flatMap(([id, { value }]) => (parseFieldId(id).kindName === "model.file" ? [String(value)] : [])));
};
