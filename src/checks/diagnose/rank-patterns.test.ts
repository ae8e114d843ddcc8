import { expect, it } from "vitest";
import type { PatternCode } from "../../core/domain/pattern.ts";
import { mergeOutputs, rankPatterns } from "./rank-patterns.ts";
import { sighting } from "./sighting.ts";

const seen = (code: PatternCode, explains: number, withinTolerance = false) => sighting({ code, output: "score", statement: code, explains, evidence: { withinTolerance } }).pattern;
const order = (...patterns: readonly ReturnType<typeof seen>[]) => rankPatterns(patterns).map((p) => p.code);

it("puts first what explains most, and of about equals the more telling", () => {
  expect(order(seen("JUMP", 0.2), seen("SUBSET", 0.7))).toEqual(["SUBSET", "JUMP"]);
  expect(order(seen("FLAT", 1), seen("SUBSET", 0.99))).toEqual(["SUBSET", "FLAT"]);
});
it("lets randomness lead when it explains a good part, and only then", () => {
  expect(order(seen("SUBSET", 0.99), seen("RAND", 0.6))).toEqual(["RAND", "SUBSET"]);
  expect(order(seen("SUBSET", 0.99), seen("RAND", 0.2))).toEqual(["SUBSET", "RAND"]);
});
it("tells information last", () => expect(order(seen("ULP", 1, true), seen("JUMP", 0.1))).toEqual(["JUMP", "ULP"]));
it("shows an environment that moves by itself in the output that moves on most rows", () => {
  const moved = (output: string, candidateMoved: number) => sighting({ code: "RAND", output, statement: output, explains: 1, evidence: { candidateMoved } }).pattern;
  expect(mergeOutputs([moved("decision", 10), moved("score", 340)]).map((p) => [p.output, p.evidence["outputs"]])).toEqual([["score", "decision, score"]]);
});
