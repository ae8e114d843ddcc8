import { describe, expect, it } from "vitest";
import type { PopulationColumn } from "../../../core/domain/population.ts";
import type { PopulationSide } from "../../../core/domain/population-comparison.ts";
import { judgeRun } from "../../../core/judge/decide.ts";
import { checkSchema } from "./check-schema.ts";

const column = (name: string, over: Partial<PopulationColumn> = {}): PopulationColumn => ({ name, column: name, role: "feature", kind: "numeric", type: "DOUBLE", origin: "guessed", why: "", ...over });
const side = (name: string, columns: PopulationColumn[]): PopulationSide => ({
  name, source: `${name}.csv`, format: "table", digest: "00", window: { from: null, to: null }, rows: 10, columns, standard: [], gaps: [],
  coverage: { files: 1, bytes: 1, recordsRead: 10, rowsParsed: 10, dropped: [], nonSuccess: null, sampling: null, duplicates: null, firstTs: null, lastTs: null, clockSkewSeconds: null, labels: null },
});
const judged = (a: PopulationColumn[], b: PopulationColumn[]) => {
  const { schema, findings } = checkSchema({ reference: side("staging", a), candidate: side("production", b) });
  return { schema, verdict: judgeRun(findings) };
};

describe("the columns of two populations", () => {
  it("agree where names and kinds do, whatever the width of the type", () => expect(judged([column("a")], [column("a", { type: "FLOAT" })])).toEqual({ schema: [], verdict: "pass" }));
  it("fail where one was lost", () => expect(judged([column("a"), column("b")], [column("a")])).toEqual({ schema: [{ column: "b", problem: "only staging has it" }], verdict: "fail" }));
  it("fail where one became text", () => expect(judged([column("a")], [column("a", { kind: "text", type: "VARCHAR" })]).verdict).toBe("fail"));
  it("warn where one is new, or only a label is missing", () => {
    expect(judged([column("a")], [column("a"), column("b")]).verdict).toBe("warn");
    expect(judged([column("a"), column("y", { role: "label" })], [column("a")]).verdict).toBe("warn");
  });
  it("say nothing of columns that nobody reads", () => expect(judged([column("a"), column("x", { role: "ignored" })], [column("a")]).verdict).toBe("pass"));
  it("conclude nothing from none", () => expect(judged([], []).verdict).toBe("inconclusive"));
});
