import fc from "fast-check";
import { expect, it } from "vitest";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { guessRequest } from "./guess-request.ts";
import { readRows } from "./read-rows.ts";
import { parseTemplate } from "./template.ts";

const keys = fc.constantFrom("type", "properties", "items", "required", "$ref", "anyOf", "allOf", "a", "b");
const { schema } = fc.letrec<{ schema: JsonValue }>((tie) => ({
  schema: fc.oneof({ depthSize: "small" }, fc.constantFrom("object", "array", "number", "string", "#/components/schemas/A", "#/components/schemas/B", "null", null, 1n), fc.array(tie("schema"), { maxLength: 3 }), fc.dictionary(keys, tie("schema"), { maxKeys: 4 })),
}));

it("makes a template that can be sent of any document, or says why not", () => {
  fc.assert(fc.property(schema, schema, schema, (body, a, b) => {
    const document = { paths: { "/predict": { post: { requestBody: { content: { "application/json": { schema: body } } } } } }, components: { schemas: { A: a, B: b } } } as JsonObject;
    try {
      const { template } = guessRequest(document, "/", "x");
      expect(parseTemplate(template).render([new Map([["a", 1n]])], "x")).toContain("1");
    } catch (error) {
      expect(error).toBeInstanceOf(LockstepError);
    }
  }), { numRuns: 3000 });
});

it("gives as many rows as were asked, or says what is wrong, whatever is answered", () => {
  const value = fc.jsonValue().map((json) => json as JsonValue);
  fc.assert(fc.property(fc.oneof(value, fc.dictionary(fc.constantFrom("predictions", "scores", "x"), fc.array(value, { maxLength: 3 }))), fc.integer({ min: 1, max: 3 }), (body, rows) => {
    try {
      expect(readRows(body, rows, "x")).toHaveLength(rows);
    } catch (error) {
      expect(error).toBeInstanceOf(LockstepError);
    }
  }), { numRuns: 2000 });
});
