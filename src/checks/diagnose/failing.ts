import { countOf } from "../../core/wording/count-of.ts";
import { percent } from "../../core/wording/percent.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import { clearExcess, type Rate } from "./excess-rate.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** The side that fails clearly more often than the other; null when neither does. */
export const decideFailing = (reference: Rate, candidate: Rate): "reference" | "candidate" | null => {
  if (clearExcess(candidate, reference) !== null) return "candidate";
  return clearExcess(reference, candidate) !== null ? "reference" : null;
};

/** A message without its numbers and quoted values, so that the same failure on many rows is one group. */
export const failureKind = (message: string): string => message.replace(/(["'`]).*?\1/g, "…").replace(/[-+]?\d+(\.\d+)?([eE][-+]?\d+)?/g, "#").trim();

/** FAIL: one side answers with errors where the other answers. */
export const findFailing = (input: DiagnosisInput): Sighting | null => {
  const of = (environment: string) => input.errors.find((e) => e.environment === environment) ?? null;
  const [reference, candidate] = [of(input.reference.environment), of(input.candidate.environment)];
  const rate = (e: typeof reference): Rate => ({ outside: e?.errors ?? 0, pairs: e?.requests ?? 0 });
  const side = decideFailing(rate(reference), rate(candidate));
  const failing = side === "reference" ? reference : side === "candidate" ? candidate : null;
  if (failing === null) return null;
  const kinds = new Map<string, { count: number; example: string; code: string }>();
  for (const { code, message, count } of failing.byCode) {
    const kind = `${code} ${failureKind(message)}`;
    const known = kinds.get(kind);
    kinds.set(kind, { count: (known?.count ?? 0) + count, example: known?.example ?? message, code });
  }
  const groups = [...kinds.values()].sort((x, y) => y.count - x.count);
  const first = groups[0] ?? null;
  const oneSided = Math.max(0, ...input.comparisons.map((c) => (c.outside === 0 ? 0 : (c.classes["one-sided-error"] ?? 0) / c.outside)));
  return sighting({
    code: "FAIL",
    output: null,
    statement: `${failing.environment} fails on ${countOf(failing.errors, "request")} of ${failing.requests.toLocaleString("en-US")} (${percent(failing.errors / failing.requests)})${first === null ? "" : `, mostly: ${first.code} ${first.example}`}`,
    explains: oneSided,
    evidence: {
      environment: failing.environment, errors: failing.errors, requests: failing.requests, kinds: groups.length,
      ...Object.fromEntries(groups.slice(0, 3).map((group, i) => [`kind${i + 1}`, `${group.code}: ${group.example} (${group.count})`])),
    },
  });
};
