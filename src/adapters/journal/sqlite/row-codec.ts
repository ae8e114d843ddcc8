import { DType } from "../../../core/domain/dtype.ts";
import type { OutputRow, OutputValue } from "../../../ports/serving.ts";

/** The paths and dtypes of one answered row: the same for nearly every row of a replay, so it is written once. */
export interface RowShape {
  readonly id: number;
  readonly paths: readonly string[];
  readonly dtypes: readonly DType[];
}

/** How a value lies in the bytes. Numbers keep their bits: float64 as they are, integers in 64 bits or, beyond those, as text. */
const tag = { null: 0, false: 1, true: 2, float: 3, integer: 4, bigInteger: 5, text: 6 } as const;

const int64Low = -(2n ** 63n);
const int64High = 2n ** 63n - 1n;

/** Room for a value with its tag (9 bytes) or a length and a shape's number (5 bytes), rounded up. */
const scalarRoom = 16;

/** Writes the rows of an answer into one buffer that is used again and again; what it returns is valid until the next call. */
export class RowEncoder {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #at = 0;
  readonly #shapes = new Map<string, RowShape>();
  #last: RowShape | null = null;
  readonly #newShape: (shape: RowShape) => void;

  /** `newShape` is told of every shape before a row that needs it is returned. */
  constructor(known: Iterable<RowShape>, newShape: (shape: RowShape) => void) {
    for (const shape of known) this.#shapes.set(shapeText(shape.paths, shape.dtypes), shape);
    this.#newShape = newShape;
  }

  encode(rows: readonly OutputRow[]): Buffer {
    this.#at = 0;
    this.#reserve(scalarRoom);
    this.#at = this.#bytes.writeUInt32LE(rows.length, this.#at);
    for (const row of rows) {
      this.#reserve(scalarRoom);
      this.#at = this.#bytes.writeUInt32LE(this.#shapeOf(row).id, this.#at);
      for (const output of row.values()) this.#write(output.value);
    }
    return this.#bytes.subarray(0, this.#at);
  }

  #shapeOf(row: OutputRow): RowShape {
    if (this.#last !== null && fits(row, this.#last)) return this.#last;
    const paths = [...row.keys()];
    const dtypes = Array.from(row.values(), (output) => output.dtype);
    const text = shapeText(paths, dtypes);
    let shape = this.#shapes.get(text);
    if (shape === undefined) {
      shape = { id: this.#shapes.size, paths, dtypes };
      this.#shapes.set(text, shape);
      this.#newShape(shape);
    }
    this.#last = shape;
    return shape;
  }

  #write(value: OutputValue["value"]): void {
    this.#reserve(scalarRoom);
    if (value === null) this.#at = this.#bytes.writeUInt8(tag.null, this.#at);
    else if (typeof value === "boolean") this.#at = this.#bytes.writeUInt8(value ? tag.true : tag.false, this.#at);
    else if (typeof value === "number") this.#at = this.#bytes.writeDoubleLE(value, this.#bytes.writeUInt8(tag.float, this.#at));
    else if (typeof value === "string") this.#writeText(tag.text, value);
    else if (value >= int64Low && value <= int64High) this.#at = this.#bytes.writeBigInt64LE(value, this.#bytes.writeUInt8(tag.integer, this.#at));
    else this.#writeText(tag.bigInteger, value.toString());
  }

  #writeText(kind: number, text: string): void {
    // UTF-16 as it stands, for a lone surrogate would not survive UTF-8.
    const length = text.length * 2;
    this.#reserve(scalarRoom + length);
    this.#at = this.#bytes.writeUInt32LE(length, this.#bytes.writeUInt8(kind, this.#at));
    this.#at += this.#bytes.write(text, this.#at, "utf16le");
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** Reads what `RowEncoder` wrote. */
export const decodeRows = (bytes: Uint8Array, shapes: ReadonlyMap<number, RowShape>): OutputRow[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 4;
  const readText = (): string => {
    const length = buffer.readUInt32LE(at + 1);
    const text = buffer.toString("utf16le", at + 5, at + 5 + length);
    at += 5 + length;
    return text;
  };
  const readValue = (): OutputValue["value"] => {
    switch (buffer.readUInt8(at)) {
      case tag.null: at += 1; return null;
      case tag.false: at += 1; return false;
      case tag.true: at += 1; return true;
      case tag.float: at += 9; return buffer.readDoubleLE(at - 8);
      case tag.integer: at += 9; return buffer.readBigInt64LE(at - 8);
      case tag.bigInteger: return BigInt(readText());
      case tag.text: return readText();
      default: throw new Error(`a journal row holds the unknown tag ${buffer.readUInt8(at)}`);
    }
  };
  return Array.from({ length: buffer.readUInt32LE(0) }, () => {
    const shape = shapes.get(buffer.readUInt32LE(at));
    if (shape === undefined) throw new Error(`a journal row has the unknown shape ${buffer.readUInt32LE(at)}`);
    at += 4;
    const row = new Map<string, OutputValue>();
    for (let i = 0; i < shape.paths.length; i += 1) row.set(shape.paths[i] as string, { dtype: shape.dtypes[i] as DType, value: readValue() });
    return row;
  });
};

/** A shape as the text it is stored and recognised by. */
export const shapeText = (paths: readonly string[], dtypes: readonly DType[]): string => JSON.stringify([paths, dtypes]);

/** The shape that a stored text stands for. */
export const shapeFrom = (id: number, text: string): RowShape => {
  const [paths, dtypes] = JSON.parse(text) as [string[], string[]];
  return { id, paths, dtypes: dtypes.map((dtype) => DType.parse(dtype)) };
};

const fits = (row: OutputRow, shape: RowShape): boolean => {
  if (row.size !== shape.paths.length) return false;
  let index = 0;
  for (const [path, output] of row) {
    if (shape.paths[index] !== path || shape.dtypes[index] !== output.dtype) return false;
    index += 1;
  }
  return true;
};
