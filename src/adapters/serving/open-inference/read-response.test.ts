import fc from "fast-check";
import { expect, it } from "vitest";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { maximumFlattenedItems } from "../../../core/outputs/flatten-outputs.ts";
import { readResponse } from "./read-response.ts";

const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof({ depthSize: "small" }, fc.constantFrom(null, true, "x", 1n, 0.5, Number.NaN), fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(fc.constantFrom("name", "shape", "data", "datatype"), tie("tree"))),
}));
const tensor = fc.record({
  name: fc.constantFrom("y", "p"),
  shape: fc.oneof(tree, fc.array(fc.constantFrom(0n, 1n, 2n, -1n), { maxLength: 3 })),
  datatype: fc.oneof(tree, fc.constantFrom("FP32", "INT64", "BOOL", "BYTES")),
  data: tree,
});

it("gives as many rows as were asked or says what is wrong, whatever comes", () => {
  fc.assert(fc.property(fc.oneof(tree, fc.record({ outputs: fc.oneof(tree, fc.array(fc.oneof(tensor, tree), { maxLength: 3 })) })), fc.integer({ min: 1, max: 3 }), (body, rows) => {
    try {
      expect(readResponse(body, rows, "id", "x")).toHaveLength(rows);
    } catch (error) {
      expect(error).toBeInstanceOf(LockstepError);
    }
  }), { numRuns: 3000 });
});

it("reads back any tensor, nested or flat", () => {
  const matrix = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 4 })).chain(([n, k]) => fc.array(fc.array(fc.double(), { minLength: k, maxLength: k }), { minLength: n, maxLength: n }));
  fc.assert(fc.property(matrix, fc.boolean(), (values, nested) => {
    const [first = []] = values;
    const body = { outputs: [{ name: "p", shape: [BigInt(values.length), BigInt(first.length)], datatype: "FP64", data: nested ? values : values.flat() }] };
    const read = readResponse(body, values.length, "id", "x");
    expect(read.map((row) => [...row.values()].map(({ value }) => value))).toEqual(values);
    expect([...(read[0]?.keys() ?? [])]).toEqual(first.map((_, i) => `p[${i}]`));
  }));
});

it("keeps an output of nothing, or of too much for columns, in one piece", () => {
  const read = (shape: readonly bigint[], data: JsonValue) => [...(readResponse({ outputs: [{ name: "p", shape, datatype: "FP64", data }] }, 2, "id", "x")[1] ?? [])];
  expect(read([2n, 1_000_000_000n, 0n], [])).toEqual([["p", { dtype: "json", value: "[]" }]]);
  const wide = Array.from({ length: 2 * (maximumFlattenedItems + 1) }, (_, i) => i);
  const [[name, output] = ["", null]] = read([2n, BigInt(maximumFlattenedItems + 1)], wide);
  expect([name, output?.dtype, String(output?.value).startsWith(`[${maximumFlattenedItems + 1}.0,`)]).toEqual(["p", "json", true]);
});
