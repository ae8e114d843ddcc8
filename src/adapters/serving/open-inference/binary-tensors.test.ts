import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { decodeElements, encodeElements } from "./binary-elements.ts";
import { openInference } from "./index.ts";
import { readInferAnswer } from "./infer-answer.ts";
import { readResponse } from "./read-response.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: "m", version: null, template: null, replicaHeader: null };
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const hex = (bytes: Uint8Array | null): string => (bytes === null ? "none" : Buffer.from(bytes).toString("hex"));

interface Sent {
  readonly json: { readonly parameters?: object; readonly inputs: readonly { readonly shape: readonly number[] }[] };
  readonly raw: Buffer;
}
/** The JSON and the bytes behind it, as the header tells them apart. */
const sentOf = ({ headers, bytes }: ReceivedRequest): Sent => {
  const length = headers["inference-header-content-length"] === undefined ? bytes.length : Number(headers["inference-header-content-length"]);
  return { json: JSON.parse(Buffer.from(bytes.subarray(0, length)).toString("utf8")) as Sent["json"], raw: Buffer.from(bytes.subarray(length)) };
};
/** An answer with raw tensors behind its JSON. */
const answerOf = (json: unknown, ...raw: Uint8Array[]): ServedAnswer => {
  const head = Buffer.from(JSON.stringify(json));
  return { headers: { "content-type": "application/octet-stream", "inference-header-content-length": String(head.length) }, body: Buffer.concat([head, ...raw]) };
};
const output = (name: string, datatype: string, shape: readonly number[], size: number) => ({ name, datatype, shape, parameters: { binary_data_size: size } });
const doubles = (...values: number[]): Uint8Array => new Uint8Array(Float64Array.from(values).buffer);

interface Server {
  readonly extensions?: readonly string[];
  readonly inputs?: readonly unknown[];
  readonly infer: (request: ReceivedRequest) => ServedAnswer;
}
const respond = ({ extensions = ["classification", "binary_tensor_data"], inputs = [], infer }: Server) => (request: ReceivedRequest): ServedAnswer => {
  if (request.url === "/v2") return { body: JSON.stringify({ name: "triton", version: "2.50", extensions }) };
  if (request.url === "/v2/models/m") return { body: JSON.stringify({ name: "m", versions: ["1"], platform: "onnx", inputs, outputs: [] }) };
  return request.url === "/v2/models/m/infer" ? infer(request) : { status: 404 };
};
async function open(server: Server, template: string | null = null): Promise<{ client: ModelClient; served: TestServer; sent: () => Sent }> {
  const served = await serveForTest(respond(server));
  const client = openInference.create(createTransport({ url: served.url }), { ...plain, template });
  closing.push(() => client.close(), () => served.close());
  return { client, served, sent: () => sentOf(served.requests.at(-1) as ReceivedRequest) };
}
const one = (): ServedAnswer => answerOf({ outputs: [output("y", "FP64", [1], 8)] }, doubles(0.5));

describe("raw elements", () => {
  it.each<[string, readonly JsonValue[], string]>([
    ["BOOL", [true, false], "0100"], ["UINT8", [255n], "ff"], ["INT8", [-1n, 2], "ff02"], ["UINT16", [258n], "0201"], ["INT16", [-2n], "feff"], ["UINT32", [1n], "01000000"], ["INT32", [-1n], "ffffffff"],
    ["INT64", [9007199254740993n], "0100000000002000"], ["UINT64", [2n ** 64n - 1n], "ffffffffffffffff"],
    ["FP16", [1, 65504, Number.NaN], "003cff7b007e"], ["BF16", [1, 3.140625, 0.1, Number.NaN, Number.POSITIVE_INFINITY], "803f4940cd3dc07f807f"], ["FP32", [0.1, -0, 3n], "cdcccc3d0000008000004040"], ["FP64", [0.1, null], "9a9999999999b93f000000000000f87f"],
    ["BYTES", ["ab", "", "é"], "0200000061620000000002000000c3a9"],
  ])("of %s are little-endian", (datatype, values, bytes) => {
    expect(hex(encodeElements(values, datatype, "c", "x"))).toBe(bytes);
  });

  it("give back the bits they were made of", () => {
    const integer = (bits: number, signed: boolean) => fc.bigInt(signed ? { min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n } : { min: 0n, max: 2n ** BigInt(bits) - 1n });
    const column = fc.oneof(
      fc.tuple(fc.constant("FP64"), fc.array(fc.double())), fc.tuple(fc.constant("FP32"), fc.array(fc.float())), fc.tuple(fc.constant("BOOL"), fc.array(fc.boolean())),
      fc.tuple(fc.constant("BYTES"), fc.array(fc.string({ unit: "grapheme" }))),
      ...[8, 16, 32, 64].flatMap((bits) => [fc.tuple(fc.constant(`INT${bits}`), fc.array(integer(bits, true))), fc.tuple(fc.constant(`UINT${bits}`), fc.array(integer(bits, false)))]),
    );
    fc.assert(fc.property(column, ([datatype, values]) => {
      expect(decodeElements(encodeElements(values, datatype, "c", "x") as Uint8Array, datatype)).toStrictEqual(values);
    }));
  });

  it("of half floats are those of the type", () => {
    for (const datatype of ["FP16", "BF16"]) for (let bits = 0; bits < 65_536; bits += 257) {
      const [value] = decodeElements(Uint8Array.of(bits & 0xff, bits >> 8), datatype) as readonly [number];
      if (!Number.isNaN(value)) expect(hex(encodeElements([value], datatype, "c", "x"))).toBe(hex(Uint8Array.of(bits & 0xff, bits >> 8)));
    }
  });

  it.each<[string, JsonValue]>([["INT8", 128n], ["UINT8", -1n], ["INT64", 2n ** 63n], ["INT32", 1.5], ["FP32", "x"], ["BOOL", 1n], ["BYTES", 1n]])("of %s refuse %s, which would become another value", (datatype, value) => {
    expect(() => encodeElements([value], datatype, "c", "x")).toThrow(LockstepError);
  });

  it("cannot say a null among integers or texts, nor what they do not know", () => {
    for (const datatype of ["INT64", "BYTES", "BOOL", "COMPLEX"]) expect(encodeElements([null], datatype, "c", "x")).toBeNull();
    for (const [datatype, bytes] of [["FP32", [1, 2, 3]], ["BYTES", [5, 0, 0, 0, 1]], ["BYTES", [1, 0]], ["COMPLEX", []]] as const) expect(decodeElements(Uint8Array.from(bytes), datatype)).toBeNull();
  });

  it("that are no text do not look alike", () => {
    expect(decodeElements(Uint8Array.of(1, 0, 0, 0, 0xff, 1, 0, 0, 0, 0xfe), "BYTES")).toEqual(["base64:/w==", "base64:/g=="]);
  });
});

describe("a request", () => {
  const inputs = [{ name: "x", datatype: "FP32", shape: [-1, 2] }];
  it("goes as bytes where the server names the extension, and asks for bytes", async () => {
    const { client, served, sent } = await open({ inputs, infer: () => answerOf({ outputs: [output("y", "FP64", [2], 16)] }, doubles(0.5, Number.NaN)) });
    expect((await client.describe()).detection).toContain("tensors travel as raw bytes, which GET /v2 names among the extensions");
    const { rows } = await client.predict(rowsOf({ a: 0.1, b: Number.NaN }, { a: 1n, b: null }));
    expect(rows.map((row) => row.get("y")?.value)).toEqual([0.5, Number.NaN]);
    expect(sent().json).toEqual({ id: "lockstep-1", parameters: { binary_data_output: true }, inputs: [{ name: "x", shape: [2, 2], datatype: "FP32", parameters: { binary_data_size: 16 } }] });
    expect(sent().raw.toString("hex")).toBe("cdcccc3d0000c07f0000803f0000c07f");
    expect(served.requests.at(-1)?.headers["content-type"]).toBe("application/octet-stream");
  });

  it("has the bytes of its tensors in their order, and nulls that bytes cannot say in JSON", async () => {
    const { client, sent } = await open({ infer: one });
    await client.predict(rowsOf({ n: 1n, job: "ab", gap: null, ok: true }));
    expect(sent().json).toMatchObject({
      parameters: { content_type: "pd", binary_data_output: true },
      inputs: [{ name: "n", datatype: "INT64", parameters: { content_type: "np", binary_data_size: 8 } }, { name: "job", datatype: "BYTES", parameters: { content_type: "str", binary_data_size: 6 } }, { name: "gap" }, { name: "ok", datatype: "BOOL", parameters: { binary_data_size: 1 } }],
    });
    expect(sent().raw.toString("hex")).toBe("0100000000000000020000006162000000000000f87f01");
    const declared = await open({ inputs: [{ name: "n", datatype: "INT64", shape: [-1] }, { name: "x", datatype: "FP32", shape: [-1] }], infer: one });
    await declared.client.predict(rowsOf({ n: null, x: 1 }));
    expect([declared.sent().json.inputs, declared.sent().raw.length]).toMatchObject([[{ name: "n", data: [null] }, { name: "x", parameters: { binary_data_size: 4 } }], 4]);
  });

  it.each<[string | null, readonly string[], boolean, readonly number[]]>([
    [null, [], false, [1]], ["binary", [], true, [1]], ["tensor-binary", [], true, [1, 2]], ["columns-binary", ["binary_tensor_data"], true, [1]], ["json", ["binary_tensor_data"], false, [1]], ["tensor-json", ["binary_tensor_data"], false, [1, 2]], ["tensor", ["binary_tensor_data"], true, [1, 2]],
  ])("with the layout %s and the extensions %j: bytes %s", async (template, extensions, binary, shape) => {
    const { client, sent } = await open({ extensions, infer: one }, template);
    await client.predict(rowsOf({ a: 1.5, b: 2.5 }));
    expect([sent().raw.length > 0, sent().json.inputs[0]?.shape]).toEqual([binary, shape]);
  });

  it.each(["binary-tensor", "tensor-", "json-json", "bytes", "tensor-columns"])("knows no layout %s", async (template) => {
    const { client } = await open({ infer: one }, template);
    await expect(client.describe()).rejects.toMatchObject({ code: "LS102" });
  });

  it("that is refused comes with the other way", async () => {
    const { client } = await open({ inputs, infer: () => ({ status: 400, body: '{"error":"unexpected bytes"}' }) });
    await expect(client.predict(rowsOf({ a: 1, b: 2 }))).rejects.toMatchObject({ code: "LS405", todo: expect.stringContaining("--template json") as string });
  });
});

describe("an answer", () => {
  it("in bytes is read also where JSON was sent, with tensors of either kind", async () => {
    const raw = [Buffer.from(Float32Array.of(0.1, 2).buffer), Buffer.from("03000000796573", "hex"), Buffer.from(BigInt64Array.of(9007199254740993n).buffer)];
    const { client } = await open({ extensions: [], infer: () => answerOf({ outputs: [output("p", "FP32", [1, 2], 8), { name: "j", datatype: "FP64", shape: [1], data: [3] }, output("s", "BYTES", [1], 7), output("i", "INT64", [1, 1], 8)] }, ...raw) });
    const { rows: [row] } = await client.predict(rowsOf({ a: 1n }));
    expect([...(row ?? [])]).toEqual([["p[0]", { dtype: "float32", value: Math.fround(0.1) }], ["p[1]", { dtype: "float32", value: 2 }], ["j", { dtype: "float64", value: 3 }], ["s", { dtype: "string", value: "yes" }], ["i", { dtype: "int64", value: 9007199254740993n }]]);
  });

  const header = (length: string, body: Uint8Array): ServedAnswer => ({ headers: { "inference-header-content-length": length }, body });
  it.each<[string, ServedAnswer, RegExp]>([
    ["fewer bytes than announced", answerOf({ outputs: [output("y", "FP64", [1], 8)] }, doubles(1).subarray(0, 4)), /8 bytes for the output y, and 4 are left/],
    ["bytes of no output", answerOf({ outputs: [output("y", "FP64", [1], 8)] }, doubles(1, 2)), /8 bytes that belong to no output/],
    ["half an element", answerOf({ outputs: [output("y", "FP64", [1], 4)] }, doubles(1).subarray(0, 4)), /4 bytes in the output y, which are no whole elements of FP64/],
    ["another shape", answerOf({ outputs: [output("y", "FP64", [1], 16)] }, doubles(1, 2)), /2 values in the output y, and its shape \[1\] holds 1/],
    ["an unusable size", answerOf({ outputs: [{ ...output("y", "FP64", [1], 8), parameters: { binary_data_size: "8 bytes" } }] }, doubles(1)), /announces 8 bytes bytes for the output y/],
    ["more JSON than there is", header("100", Buffer.from("{}")), /announces 100 bytes of JSON and has 2 bytes/],
    ["no number of bytes", header("x", Buffer.from("{}")), /announces x bytes/],
    ["no header", { body: JSON.stringify({ outputs: [output("y", "FP64", [1], 8)] }) }, /as binary data without the header/],
  ])("with %s is refused", async (_name, answer, message) => {
    const { client } = await open({ infer: () => answer });
    await expect(client.predict(rowsOf({ a: 1n }))).rejects.toMatchObject({ code: "LS404", message: expect.stringMatching(message) as string });
  });
});

describe("whatever comes", () => {
  it("is read, or said to be wrong", () => {
    const size = fc.oneof(fc.nat({ max: 20 }), fc.integer(), fc.string());
    const tensor = fc.record({ name: fc.constantFrom("a", "b"), datatype: fc.constantFrom("FP64", "FP32", "INT8", "BOOL", "BYTES", "XY"), shape: fc.constantFrom([1], [2], [1, 2], []), parameters: fc.record({ binary_data_size: size }) });
    fc.assert(fc.property(fc.array(tensor, { maxLength: 3 }), fc.uint8Array({ maxLength: 24 }), fc.option(fc.integer({ min: -5, max: 300 })), (outputs, raw, length) => {
      const json = Buffer.from(JSON.stringify({ outputs }));
      const answer = { status: 200, headers: { "inference-header-content-length": String(length ?? json.length) }, body: Buffer.concat([json, raw]) };
      try {
        expect(readResponse(readInferAnswer(answer, "x"), 1, "id", "x")).toHaveLength(1);
      } catch (error) {
        expect(error).toBeInstanceOf(LockstepError);
      }
    }));
  });
});

describe("conformance", () => {
  const tensorOf = (literals: readonly string[]): ServedAnswer => {
    const first = literals[0] ?? "1.0";
    const datatype = first.startsWith('"') ? "BYTES" : first === "true" || first === "false" ? "BOOL" : /^-?\d+$/.test(first) ? "INT64" : "FP64";
    const value = (literal: string): JsonValue => (datatype === "FP64" ? Number(literal) : datatype === "INT64" ? BigInt(literal) : (JSON.parse(literal) as JsonValue));
    const bytes = encodeElements(literals.map(value), datatype, "y", "x") as Uint8Array;
    return answerOf({ outputs: [output("y", datatype, [literals.length], bytes.length)] }, bytes);
  };
  const infer = (planned: PlannedAnswer) => (request: ReceivedRequest): ServedAnswer => {
    const count = sentOf(request).json.inputs[0]?.shape[0] ?? 0;
    if (planned.kind === "literals") return tensorOf(planned.literals.slice(0, count));
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return tensorOf(Array.from({ length: count - 1 }, () => "1.0"));
    if (planned.kind === "no-outputs") return answerOf({ outputs: [] });
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches: true,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest(respond({ infer: infer(planned) }));
      const client = openInference.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), plain);
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
