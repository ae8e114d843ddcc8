import type { LedgerKind } from "../domain/ledger-entry.ts";
import { modelOfSubject } from "../incident/model-of-subject.ts";

/** The models that a record is about; null when it is about all of them, or says of none. `first` knows the model of each incident, request and remedy by its id, for only the first of its events says it. */
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
    case "remedy":
    case "request": {
      const model = first.get(subject.replace(/\/\d+$/, "")) ?? null;
      return model === null ? null : [model];
    }
    case "alert": {
      const alerts = at(payload, ["alerts"]);
      const models = Array.isArray(alerts) ? alerts.map((alert) => at(alert, ["model"])) : [null];
      return models.every((model) => typeof model === "string") ? models : null;
    }
    case "run": return null;
    default: return one("model");
  }
};

/** By the id of each incident, request and remedy: the model that its first event names, or null. `records` in the ledger's order. */
export const firstModels = (records: Iterable<{ readonly kind: LedgerKind; readonly subject: string; readonly payload: unknown }>): ReadonlyMap<string, string | null> => {
  const first = new Map<string, string | null>();
  for (const { kind, subject, payload } of records) {
    const id = subject.replace(/\/\d+$/, "");
    if (first.has(id)) continue;
    const [finding, model, incident] = [at(payload, ["event", "finding"]), at(payload, ["event", "subject", "model"]), at(payload, ["incident"])];
    if (kind === "incident") first.set(id, typeof finding === "string" ? modelOfSubject(finding) : null);
    if (kind === "request") first.set(id, typeof model === "string" ? model : null);
    if (kind === "remedy") first.set(id, typeof incident === "string" ? (first.get(incident) ?? null) : null);
  }
  return first;
};

const at = (value: unknown, path: readonly string[]): unknown => path.reduce<unknown>((found, key) => (typeof found === "object" && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined), value);
