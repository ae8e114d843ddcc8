import { expect, test } from "vitest";
import { parseCheckOptions } from "../check/parse-check-options.ts";
import { layOver } from "./lay-over.ts";

const targets = { reference: "staging=http://a", candidate: "production=http://b" };
const options = (agreed: Record<string, unknown>, typed: Record<string, unknown>) => parseCheckOptions(targets, layOver(agreed, typed));

test("what was typed for both sides goes before what was agreed about one, and what was typed for one leaves the other", () => {
  const agreed = { candidateMaxRate: "5", referenceMaxRate: "3", candidateProtocol: "v2" };
  const { reference, candidate } = options(agreed, { maxRate: "1" });
  expect([reference.maxRate, candidate.maxRate, candidate.protocol]).toEqual([1, 1, "v2"]);
  expect(options(agreed, { candidateMaxRate: "2" })).toMatchObject({ reference: { maxRate: 3 }, candidate: { maxRate: 2 } });
  expect(options(agreed, { maxRate: "1", candidateMaxRate: "2" })).toMatchObject({ reference: { maxRate: 1 }, candidate: { maxRate: 2 } });
});

test("a typed header replaces the agreed one of its name on the sides that it is for, and no other", () => {
  const agreed = { referenceHeader: ["X-Token: env:A", "X-Team: risk"], candidateHeader: ["x-token: env:B"] };
  const headers = ({ header }: { readonly header: readonly { name: string; value: string }[] }): string[] => header.map(({ name, value }) => `${name.toLowerCase()}=${value}`).toSorted();
  const both = options(agreed, { header: ["X-Token: env:C"] });
  expect([headers(both.reference), headers(both.candidate)]).toEqual([["x-team=risk", "x-token=env:C"], ["x-token=env:C"]]);
  const one = options(agreed, { candidateHeader: ["X-Other: 1"] });
  expect([headers(one.reference), headers(one.candidate)]).toEqual([["x-team=risk", "x-token=env:A"], ["x-other=1", "x-token=env:B"]]);
});

test("a typed tolerance leaves those of other outputs agreed; one for all outputs stands in for all", () => {
  const agreed = { tolerance: ["score:abs=0.1", "other:abs=0.2", "rel=0.3"] };
  const told = (typed: string[]) => options(agreed, { tolerance: typed }).tolerance.map(({ output, tolerance }) => [output, tolerance.absolute, tolerance.relative]);
  expect(told(["score:abs=1"])).toEqual([["other", 0.2, 0], [null, 0, 0.3], ["score", 1, 0]]);
  expect(told(["abs=1"])).toEqual([[null, 1, 0]]);
  expect(() => told(["score:abs=x"])).toThrow("score:abs=x");
});

test("typed segments go before an agreed absence of them, and the other way round; both typed are a contradiction", () => {
  expect(options({ segments: false }, { segment: ["region"] })).toMatchObject({ segments: true, segment: ["region"] });
  expect(options({ segment: ["region"] }, { segments: false })).toMatchObject({ segments: false, segment: [] });
  expect(() => options({}, { segments: false, segment: ["region"] })).toThrow("exclude each other");
});
