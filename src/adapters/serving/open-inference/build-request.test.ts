import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";
import { buildRequest } from "./build-request.ts";
import type { TensorSignature } from "./model-metadata.ts";

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.double(), fc.double({ min: -3, max: 3 }), fc.integer().map(Number), fc.constantFrom(-0, 1e21, 0.1, Number.NaN, Number.POSITIVE_INFINITY),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.string(), fc.boolean(), fc.constant(null),
);
const datatype = fc.constantFrom("FP64", "FP32", "BF16", "INT64", "UINT8", "BYTES", "BOOL");
const signature = (name: string, type: string, shape: readonly number[]): TensorSignature => ({ name, datatype: type, dtype: "json", shape, contentType: null });

/** The inputs of a request, or the error that refuses the row. */
const inputsOf = (build: () => string): readonly JsonObject[] | string => {
  try {
    return (readJson(build()) as JsonObject)["inputs"] as readonly JsonObject[];
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return `${error.code} ${error.message}`;
  }
};

describe("buildRequest", () => {
  it("writes a row alone as it writes it among others", () => {
    const column = fc.record({ value: scalar, type: datatype, second: fc.boolean() });
    fc.assert(fc.property(fc.array(column, { minLength: 1, maxLength: 6 }), fc.boolean(), (columns, pandas) => {
      const declared = columns.map(({ type, second }, i) => signature(`c"${i}`, type, second ? [-1, 1] : [-1]));
      const row: InputRow = new Map(columns.map(({ value }, i) => [`c"${i}`, value]));
      const layout = { kind: "columns", declared, pandas } as const;
      const alone = inputsOf(() => buildRequest(layout, [row], "id", "x"));
      const twice = inputsOf(() => buildRequest(layout, [row, row], "id", "x"));
      const doubled = typeof alone === "string" ? alone : alone.map((input) => {
        const [, ...inner] = input["shape"] as readonly JsonValue[];
        const data = input["data"] as readonly JsonValue[];
        return { ...input, shape: [2n, ...inner], data: [...data, ...data] };
      });
      expect(doubled).toEqual(typeof twice === "string" ? twice : twice.map((input) => ({ ...input })));
    }));
  });

  it("writes numbers so that they survive, whether one by one or all at once", () => {
    const value = fc.oneof(fc.double(), fc.double({ min: -3, max: 3 }), fc.constantFrom(-0, 1, 1e21, Number.NaN), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
      const row: InputRow = new Map(values.map((one, i) => [`c${i}`, one]));
      const data = `"data":[${values.map((one) => (Number.isNaN(one) ? "null" : writeJson(one))).join(",")}]`;
      expect(buildRequest({ kind: "tensor", declared: signature("t", "FP64", [-1, values.length]) }, [row], "id", "x")).toContain(data);
      const columns = values.map((_, i) => signature(`c${i}`, "FP64", [-1]));
      const each = values.map((one) => `"data":[${Number.isNaN(one) ? "null" : writeJson(one)}]`);
      const body = buildRequest({ kind: "columns", declared: columns, pandas: false }, [row], "id", "x");
      expect(body.match(/"data":\[[^\]]*\]/g)).toEqual(each);
    }));
  });
});
