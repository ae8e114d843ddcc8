import { describe, expect, it } from "vitest";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { parseWhatIfOptions } from "./what-if-options.ts";

const refusal = (flags: Record<string, unknown>): string => {
  try {
    parseWhatIfOptions(null, flags);
  } catch (error) {
    if (error instanceof LockstepError) return `${error.code} ${error.place ?? ""}: ${error.message}`;
    throw error;
  }
  return "accepted";
};

describe("what is to be otherwise", () => {
  it.each([
    [{ mix: "region=EU:0.5,US:50%" }, { kind: "mix", column: "region", mix: [{ value: "EU", share: 0.5 }, { value: "US", share: 0.5 }] }],
    [{ mix: "kind=a:b:0.25,c:0.75" }, { kind: "mix", column: "kind", mix: [{ value: "a:b", share: 0.25 }, { value: "c", share: 0.75 }] }],
    [{ missing: "income" }, { kind: "missing", feature: "income" }],
    [{ rescale: "income=1e-3" }, { kind: "rescale", feature: "income", factor: 0.001 }],
    [{ delay: "balance=12h" }, { kind: "delay", feature: "balance", ms: 12 * 3_600_000, written: "12h" }],
    [{ season: "-3h" }, { kind: "season", days: 0, hours: -3 }],
    [{ lateLabels: "30%" }, { kind: "late-labels", share: 0.3, seed: 1 }],
    [{ margin: "5%" }, { kind: "margin", size: 0.05, relative: true }],
    [{ margin: "0.03" }, { kind: "margin", size: 0.03, relative: false }],
  ])("is read: %j", (flags, change) => {
    expect(parseWhatIfOptions("credit", flags).change).toEqual(change);
  });
  it.each([
    [{}, "LS102"], [{ mix: "region=EU:0.5,US:0.2" }, "LS102 --mix"], [{ mix: "region=EU:0.5,EU:0.5" }, "LS102 --mix"], [{ rescale: "income" }, "LS102 --rescale"], [{ delay: "balance=0d" }, "LS102 --delay"],
    [{ season: "1w" }, "LS102 --season"], [{ lateLabels: "1.4" }, "LS102 --late-labels"], [{ margin: "-1" }, "LS102 --margin"], [{ margin: "1", missing: "x" }, "LS105 --missing, --margin"],
    [{ margin: "1", ask: "http://localhost:1" }, "LS105 --ask"], [{ missing: "x", timeout: "3" }, "LS105 --timeout"], [{ missing: "x", ask: "http://localhost:1", entity: "id" }, "LS105 --entity"],
    [{ margin: "1", seed: "3" }, "LS105 --seed"], [{ margin: "1", output: ["a.html"] }, "LS102 -o"], [{ margin: "1", referenceHeader: ["a: b"] }, "LS102"],
  ])("is refused where it cannot be meant: %j", (flags, said) => {
    expect(refusal(flags)).toContain(said);
  });
  it("takes how the model is reached with it", () => {
    const { ask } = parseWhatIfOptions(null, { missing: "x", ask: "staging=http://localhost:8080", header: ["Authorization: env:TOKEN"], rows: "50" });
    expect(ask).toMatchObject({ rows: 50, answer: null, check: { reference: { name: "staging", target: "http://localhost:8080" } } });
    expect(ask?.check.reference.header).toHaveLength(1);
  });
});
