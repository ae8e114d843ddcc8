import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";

/** How one datatype lies in a binary tensor: little-endian, without padding. */
interface Layout {
  readonly bytes: number;
  readonly kind: "float" | "integer" | "truth";
  readonly set: (view: DataView, at: number, value: JsonValue) => void;
  readonly get: (view: DataView, at: number) => JsonValue;
}

const float = (bytes: number, set: (view: DataView, at: number, value: number) => void, get: (view: DataView, at: number) => number): Layout => ({ bytes, kind: "float", set: (view, at, value) => set(view, at, value === null ? Number.NaN : Number(value)), get });
const small = (bytes: number, set: (view: DataView, at: number, value: number) => void, get: (view: DataView, at: number) => number): Layout => ({ bytes, kind: "integer", set: (view, at, value) => set(view, at, Number(value)), get: (view, at) => BigInt(get(view, at)) });
const large = (set: (view: DataView, at: number, value: bigint) => void, get: (view: DataView, at: number) => bigint): Layout => ({ bytes: 8, kind: "integer", set: (view, at, value) => set(view, at, BigInt(value as bigint | number)), get });

const layouts: Readonly<Record<string, Layout>> = {
  BOOL: { bytes: 1, kind: "truth", set: (view, at, value) => view.setUint8(at, value === true ? 1 : 0), get: (view, at) => view.getUint8(at) !== 0 },
  UINT8: small(1, (view, at, value) => view.setUint8(at, value), (view, at) => view.getUint8(at)),
  UINT16: small(2, (view, at, value) => view.setUint16(at, value, true), (view, at) => view.getUint16(at, true)),
  UINT32: small(4, (view, at, value) => view.setUint32(at, value, true), (view, at) => view.getUint32(at, true)),
  UINT64: large((view, at, value) => view.setBigUint64(at, value, true), (view, at) => view.getBigUint64(at, true)),
  INT8: small(1, (view, at, value) => view.setInt8(at, value), (view, at) => view.getInt8(at)),
  INT16: small(2, (view, at, value) => view.setInt16(at, value, true), (view, at) => view.getInt16(at, true)),
  INT32: small(4, (view, at, value) => view.setInt32(at, value, true), (view, at) => view.getInt32(at, true)),
  INT64: large((view, at, value) => view.setBigInt64(at, value, true), (view, at) => view.getBigInt64(at, true)),
  FP16: float(2, (view, at, value) => view.setFloat16(at, value, true), (view, at) => view.getFloat16(at, true)),
  FP32: float(4, (view, at, value) => view.setFloat32(at, value, true), (view, at) => view.getFloat32(at, true)),
  FP64: float(8, (view, at, value) => view.setFloat64(at, value, true), (view, at) => view.getFloat64(at, true)),
  BF16: float(2, setBrainFloat, getBrainFloat),
};

/** The upper half of a float32, rounded to the nearest, ties to even. */
function setBrainFloat(view: DataView, at: number, value: number): void {
  const [bits] = new Uint32Array(Float32Array.of(value).buffer) as unknown as [number];
  // Rounding would carry a NaN's bits over into infinity.
  view.setUint16(at, Number.isNaN(value) ? 0x7fc0 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16, true);
}

function getBrainFloat(view: DataView, at: number): number {
  return new Float32Array(Uint32Array.of(view.getUint16(at, true) << 16).buffer)[0] as number;
}

/**
 * The elements of a tensor as raw bytes; null in a float tensor is NaN. Null where the bytes cannot say what the values are: a null among
 * integers, truths or texts, or a datatype without a fixed layout. LS406 when a value is not of the datatype or not in its range.
 */
export function encodeElements(values: readonly JsonValue[], datatype: string, column: string, place: string): Uint8Array | null {
  const refuse = (value: JsonValue): LockstepError => new LockstepError("LS406", { message: `column ${column} holds ${writeJson(value)}, and the model wants ${datatype}`, place });
  if (datatype === "BYTES") return encodeTexts(values, refuse);
  const layout = layouts[datatype];
  if (layout === undefined || (layout.kind !== "float" && values.includes(null))) return null;
  const view = new DataView(new ArrayBuffer(values.length * layout.bytes));
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as JsonValue;
    if (!fits(value, layout, datatype)) throw refuse(value);
    layout.set(view, i * layout.bytes, value);
  }
  return new Uint8Array(view.buffer);
}

function fits(value: JsonValue, { kind, bytes }: Layout, datatype: string): boolean {
  if (kind === "truth") return typeof value === "boolean";
  if (kind === "float") return value === null || typeof value === "number" || typeof value === "bigint";
  if (typeof value !== "bigint" && !(typeof value === "number" && Number.isInteger(value))) return false;
  const integer = BigInt(value);
  // Written as bytes, a value out of range would silently become another one.
  return (datatype.startsWith("U") ? BigInt.asUintN(bytes * 8, integer) : BigInt.asIntN(bytes * 8, integer)) === integer;
}

function encodeTexts(values: readonly JsonValue[], refuse: (value: JsonValue) => LockstepError): Uint8Array | null {
  if (values.includes(null)) return null;
  const texts = values.map((value) => {
    if (typeof value !== "string") throw refuse(value);
    return Buffer.from(value, "utf8");
  });
  return Buffer.concat(texts.flatMap((text) => [lengthOf(text), text]));
}

function lengthOf(text: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return length;
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The elements in raw bytes; null when the bytes do not end with an element, or the datatype has no layout. Bytes that are no text are `base64:…`. */
export function decodeElements(bytes: Uint8Array, datatype: string): readonly JsonValue[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: JsonValue[] = [];
  if (datatype === "BYTES") {
    for (let at = 0; at < bytes.length; ) {
      const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
      if (end > bytes.length) return null;
      values.push(textOf(bytes.subarray(at + 4, end)));
      at = end;
    }
    return values;
  }
  const layout = layouts[datatype];
  if (layout === undefined || bytes.length % layout.bytes !== 0) return null;
  for (let at = 0; at < bytes.length; at += layout.bytes) values.push(layout.get(view, at));
  return values;
}

function textOf(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    // Replacement characters would make different bytes look the same.
    return `base64:${Buffer.from(bytes).toString("base64")}`;
  }
}
