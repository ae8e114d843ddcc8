import type { LedgerKind } from "../domain/ledger-entry.ts";

/** The models that a record is about; null when it is about all of them, or says of none. `first` knows the model of each incident and request by its id, for only the first of its events says it. */
export const modelsOfRecord = (kind: LedgerKind, subject: string, payload: unknown, first: ReadonlyMap<string, string | null>): readonly string[] | null => {
  const one = (...path: readonly string[]): readonly string[] | null => {
    const value = at(payload, path);
    return typeof value === "string" ? [value] : null;
  };
  switch (kind) {
    case "hypothesis": return one("content", "model");
    case "calendar": {
      const models = at(payload, ["content", "models"]);
      return Array.isArray(models) ? models.filter((each) => typeof each === "string") : null;
    }
    case "sign-off": return one("statement", "predicate", "model");
    case "gate": return one("signOff", "model");
    case "incident":
    case "request": {
      const model = first.get(subject.replace(/\/\d+$/, "")) ?? null;
      return model === null ? null : [model];
    }
    case "alert": return one("alert", "model") ?? one("model");
    case "run": return null;
    default: return one("model");
  }
};

/** The model that the first event of an incident or a request names, with the id that all of its events bear; null for any other record. */
export const firstOf = (kind: LedgerKind, subject: string, payload: unknown): readonly [id: string, model: string | null] | null => {
  const id = subject.replace(/\/\d+$/, "");
  const [finding, model] = [at(payload, ["event", "finding"]), at(payload, ["event", "subject", "model"])];
  if (kind === "incident" && at(payload, ["event", "kind"]) === "opened") return [id, typeof finding === "string" ? modelOfIncident(finding) : null];
  return kind === "request" && at(payload, ["event", "kind"]) === "asked" ? [id, typeof model === "string" ? model : null] : null;
};

/** The model that an incident's finding names: `credit/precision`, `review due credit/precision`; null for an environment's. */
const modelOfIncident = (finding: string): string | null => /(\S+)\/[^/\s]+$/.exec(finding)?.[1] ?? null;

const at = (value: unknown, path: readonly string[]): unknown => path.reduce<unknown>((found, key) => (typeof found === "object" && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined), value);
