import { expect, it } from "vitest";
import { renderWhatIf } from "./render-what-if.ts";
import type { WhatIfDocument } from "./what-if-document.ts";
import { whatIfSentence } from "./what-if-words.ts";

const interval = (low: number, high: number) => ({ low, high, level: 0.95, method: "normal" });
const told = (estimate: number) => ({ estimate, standardError: 0.01, interval: interval(estimate - 0.02, estimate + 0.02), n: 1200, method: "delta method" });
const judged = (verdict: "pass" | "fail", estimate: number) => ({ verdict, unit: "week" as const, units: 9, rows: 9000, labelled: 9000, corridor: { low: 0.7, high: null }, estimate, interval: interval(estimate - 0.01, estimate + 0.01), since: verdict === "fail" ? "2026-07-06T00:00:00.000Z" : null, reason: "as seen" });
const change = { kind: "mix", column: "region", mix: [{ value: "EU", share: 0.5 }, { value: "US", share: 0.5 }] } as const;
const base: Omit<WhatIfDocument, "sentence"> = {
  kind: "what-if", version: "0.0.0", model: "credit", hypothesis: "precision", claim: "as good as offline", metric: "precision of score", unit: "share", change, changeInWords: "region EU 50 % and US 50 %",
  assumptions: ["Within each value everything stays."], offline: { before: told(0.75), after: told(0.72) }, judged: { before: judged("pass", 0.74), after: judged("fail", 0.66) }, asked: null,
};
const hypothesis = { margin: { below: 0.05, above: null, relative: false } } as Parameters<typeof whatIfSentence>[0]["hypothesis"];

it("says first what would have come of it, then from what, and what is assumed", () => {
  const sentence = whatIfSentence({ ...base, hypothesis });
  expect(sentence).toBe("With region EU 50 % and US 50 % the offline estimate of precision of score would be 72 % instead of 75 %, and production would have left its corridor since 2026-07-06; as it was, it held.");
  expect(renderWhatIf({ ...base, sentence }, { color: false, ascii: false, width: 400 })).toBe(`${sentence}

credit/precision: as good as offline
  offline as it is: 75 % (95 %: 73 % to 77 %; 1,200 rows)
  offline with region EU 50 % and US 50 %: 72 % (95 %: 70 % to 74 %; 1,200 rows)
  production as it was: pass, 74 % in 9 weeks, corridor from 70 %
    as seen
  production with region EU 50 % and US 50 %: fail, 66 % in 9 weeks, corridor from 70 %
    as seen

Assumed:
  - Within each value everything stays.
`);
});

it("holds what the model would have answered against the corridor that was promised", () => {
  const judgedBefore = { before: judged("pass", 0.74), after: null };
  const missing = { kind: "missing", feature: "income" } as const;
  expect(whatIfSentence({ ...base, hypothesis, change: missing, judged: judgedBefore, offline: { before: told(0.75), after: told(0.6) } })).toBe("With income missing the offline estimate of precision of score would be 60 % instead of 75 %: outside the corridor that was promised.");
  expect(whatIfSentence({ ...base, hypothesis, change: missing, judged: judgedBefore, offline: { before: told(0.75), after: told(0.75) } })).toBe("With income missing nothing changes.");
  expect(whatIfSentence({ ...base, hypothesis, change: { kind: "margin", size: 0.05, relative: true }, judged: { before: judged("fail", 0.6), after: judged("fail", 0.6) }, offline: { before: told(0.75), after: told(0.75) } })).toBe("With a margin of 5 % production would still have left its corridor since 2026-07-06.");
});
