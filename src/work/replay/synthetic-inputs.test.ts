import { describe, expect, it } from "vitest";
import { syntheticInputs } from "./synthetic-inputs.ts";

describe("syntheticInputs", () => {
  const fields = [
    { name: "age", dtype: "int64", shape: [-1] }, { name: "small", dtype: "uint8", shape: [-1, 1] }, { name: "score", dtype: "float64", shape: [-1], nullable: true },
    { name: "embedding", dtype: "float32", shape: [-1, 2, 3] }, { name: "yes", dtype: "bool", shape: [-1] }, { name: "word", dtype: "string", shape: [-1, -1] },
  ] as const;

  it("makes values of the described types and shapes, and says that it made them up", () => {
    const inputs = syntheticInputs(fields, 50, 1);
    expect(inputs).toMatchObject({ synthetic: true, keyColumn: null, keyOrigin: "guessed", label: null, features: fields.map(({ name }) => name) });
    expect(inputs.rows.length).toBe(50);
    expect(new Set(inputs.keys).size).toBe(50);
    for (const row of inputs.rows) {
      expect(typeof row.get("age")).toBe("bigint");
      expect(row.get("small")).toBeGreaterThanOrEqual(0n);
      expect(row.get("small")).toBeLessThan(256n);
      expect(typeof row.get("yes")).toBe("boolean");
      expect((row.get("word") as string[]).every((word) => typeof word === "string")).toBe(true);
      const embedding = row.get("embedding") as number[][];
      expect([embedding.length, embedding[0]?.length]).toEqual([2, 3]);
      expect(embedding.flat().every((value) => Math.fround(value) === value)).toBe(true);
    }
    const scores = inputs.rows.slice(5).map((row) => row.get("score") as number);
    expect(new Set(scores).size).toBe(45);
    expect(Math.min(...scores)).toBeLessThan(0);
  });

  it("begins with edge rows", () => {
    const [zero, one, negative, large, empty] = syntheticInputs(fields, 10, 1).rows;
    expect([zero?.get("age"), zero?.get("score"), zero?.get("yes"), zero?.get("embedding")]).toEqual([0n, 0, false, [[0, 0, 0], [0, 0, 0]]]);
    expect([one?.get("age"), one?.get("yes")]).toEqual([1n, true]);
    expect([negative?.get("age"), negative?.get("small"), negative?.get("score")]).toEqual([-1n, 0n, -1]);
    expect([large?.get("age"), large?.get("small"), large?.get("score")]).toEqual([1_000_000n, 255n, 1e6]);
    expect(empty?.get("score")).toBeNull();
    expect(empty?.get("age")).not.toBeNull();
    expect(syntheticInputs([{ name: "x", dtype: "float64", shape: [-1] }], 9, 1).rows.every((row) => row.get("x") !== null)).toBe(true);
  });

  it("is a function of its fields, count and seed", () => {
    expect(syntheticInputs(fields, 20, 7)).toEqual(syntheticInputs(fields, 20, 7));
    expect(syntheticInputs(fields, 20, 7).rows).not.toEqual(syntheticInputs(fields, 20, 8).rows);
    expect(syntheticInputs(fields, 20, 7).digest).not.toBe(syntheticInputs(fields, 21, 7).digest);
  });

  it("refuses what it cannot make up", () => {
    expect(() => syntheticInputs([], 5, 1)).toThrow("does not describe");
    expect(() => syntheticInputs([{ name: "image", dtype: "float32", shape: [-1, 3, 1000, 1000] }], 5, 1)).toThrow("3,000,000");
  });
});
