import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** A second implementation of the digests of spec/sdk.md, written from its text alone. */
type Value =
  | { readonly type: "null" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int" | "float64" | "str" | "datetime"; readonly value: string }
  | { readonly type: "bytes"; readonly hex: string }
  | { readonly type: "list" | "set"; readonly items: readonly Value[] }
  | { readonly type: "dict"; readonly items: readonly (readonly [Value, Value])[] }
  | { readonly type: "array"; readonly dtype: string; readonly shape: readonly number[]; readonly values?: readonly string[]; readonly items?: readonly Value[]; readonly names?: readonly string[] }
  | { readonly type: "frame"; readonly rows: number; readonly columns: readonly (readonly [string, Value])[] }
  | { readonly type: "category"; readonly categories: readonly Value[]; readonly places: readonly number[] }
  | { readonly type: "sparse"; readonly shape: readonly number[]; readonly rows: Value; readonly columns: Value; readonly stored: Value };

const { cases } = JSON.parse(readFileSync(new URL("../../../spec/stages/digests.json", import.meta.url), "utf8")) as {
  readonly cases: readonly { readonly case: string; readonly value: Value; readonly shape: string; readonly encoding: string; readonly digest: string }[];
};

const join = (...parts: readonly (string | Uint8Array)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const text = (value: string): Buffer => join(`str ${Buffer.byteLength(value)}\n`, value);

/** The bits of a double that float16 holds exactly. */
const halfBits = (value: number): number => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 0x7e00 : value > 0 ? 0x7c00 : 0xfc00;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) + ((exponent + 15) << 10) + (Math.abs(value) / 2 ** exponent - 1) * 1024;
};

const fixed = (dtype: string, value: string): Buffer => {
  const out = Buffer.alloc(dtype === "bool" ? 1 : Number(/\d+/.exec(dtype)?.[0]) / 8);
  if (dtype === "bool") out.writeUInt8(value === "true" ? 1 : 0);
  else if (dtype === "float64") out.writeDoubleLE(Number(value));
  else if (dtype === "float32") out.writeFloatLE(Number(value));
  else if (dtype === "float16") out.writeUInt16LE(halfBits(Number(value)));
  else for (let at = 0, rest = BigInt.asUintN(64, BigInt(value)); at < out.length; at++, rest >>= 8n) out[at] = Number(rest & 255n);
  return out;
};

const keyText = (key: Value): string => ("value" in key ? String(key.value) : "None");

const encode = (value: Value): Buffer => {
  switch (value.type) {
    case "null":
      return join("null\n");
    case "bool":
      return join("bool[]\n", Uint8Array.of(value.value ? 1 : 0));
    case "int":
      return join(`int ${value.value}\n`);
    case "float64":
      return join("float64[]\n", fixed("float64", value.value));
    case "str":
      return text(value.value);
    case "datetime":
      return join(`datetime ${value.value.length}\n`, value.value);
    case "bytes":
      return join(`bytes ${value.hex.length / 2}\n`, Buffer.from(value.hex, "hex"));
    case "list":
      return join(`list[${value.items.length}]\n`, ...value.items.map(encode));
    case "set":
      return join(`set[${value.items.length}]\n`, ...value.items.map(encode).sort(Buffer.compare));
    case "dict":
      return join(`dict[${value.items.length}]\n`, ...value.items.toSorted(([a], [b]) => Buffer.compare(Buffer.from(keyText(a)), Buffer.from(keyText(b)))).flat().map(encode));
    case "array":
      return join(
        ...(value.names === undefined ? [] : ["named ", `list[${value.names.length}]\n`, ...value.names.map(text)]),
        `${value.dtype}[${value.shape.join(", ")}]\n`,
        ...(value.items?.map(encode) ?? value.values?.map((each) => fixed(value.dtype, each)) ?? []),
      );
    case "frame":
      return join(`frame[${value.rows}, ${value.columns.length}]\n`, ...value.columns.flatMap(([name, column]) => [text(name), encode(column)]));
    case "category":
      return join(`category[${value.places.length}]\n`, encode({ type: "list", items: value.categories }), ...value.places.map((place) => fixed("int64", String(place))));
    case "sparse":
      return join(`sparse[${value.shape.join(", ")}]\n`, encode(value.rows), encode(value.columns), encode(value.stored));
    default:
      throw new Error(`no such value: ${JSON.stringify(value satisfies never)}`);
  }
};

test("there are cases", () => expect(cases.length).toBeGreaterThan(30));

test.each(cases)("$case", ({ value, encoding, digest }) => {
  expect(encode(value).toString("hex")).toBe(encoding);
  expect(createHash("sha256").update(encode(value)).digest("hex")).toBe(digest);
});
