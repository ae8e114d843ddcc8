import { expect, it } from "vitest";
import { parseNestedType } from "./parse-nested-type.ts";

it("takes an engine's type apart", () => {
  expect(parseNestedType("DECIMAL(18,3)")).toEqual({ kind: "scalar", type: "DECIMAL(18,3)" });
  expect(parseNestedType("MAP(VARCHAR, INTEGER[])")).toEqual({ kind: "scalar", type: "MAP(VARCHAR, INTEGER[])" });
  expect(parseNestedType('STRUCT(a DOUBLE[], "b, ""c" STRUCT(d DECIMAL(9,2)))[3]')).toEqual({
    kind: "list", size: 3, element: { kind: "struct", fields: [
      { name: "a", type: { kind: "list", size: null, element: { kind: "scalar", type: "DOUBLE" } } },
      { name: 'b, "c', type: { kind: "struct", fields: [{ name: "d", type: { kind: "scalar", type: "DECIMAL(9,2)" } }] } },
    ] },
  });
});
