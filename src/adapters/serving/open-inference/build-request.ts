import { listNames } from "../../../core/answers/list-names.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";
import { encodeElements } from "./binary-elements.ts";
import type { TensorSignature } from "./model-metadata.ts";
import { type RequestLayout, undeclaredTensorName } from "./request-layout.ts";

/** The body of one inference request for these rows. LS406 when a row cannot be written as the model declares. */
export function buildRequest(layout: RequestLayout, rows: readonly InputRow[], id: string, place: string): string {
  return write(layout, rows, id, place, null);
}

/** The same with its tensors as raw bytes after the JSON, which has `jsonBytes` bytes; outputs are asked for in the same way. */
export function buildBinaryRequest(layout: RequestLayout, rows: readonly InputRow[], id: string, place: string): { readonly body: Uint8Array; readonly jsonBytes: number } {
  const raw: Uint8Array[] = [];
  const json = Buffer.from(write(layout, rows, id, place, raw), "utf8");
  return { body: Buffer.concat([json, ...raw]), jsonBytes: json.length };
}

/** Where the bytes of binary tensors go; null when all are written in the JSON. */
type RawBytes = Uint8Array[] | null;

function write(layout: RequestLayout, rows: readonly InputRow[], id: string, place: string, raw: RawBytes): string {
  const inputs = layout.kind === "tensor" ? [singleTensor(layout.declared, rows, place, raw)] : columnTensors(layout.declared, layout.pandas, rows, place, raw);
  const parameters = [...(layout.kind === "columns" && layout.pandas ? ['"content_type":"pd"'] : []), ...(raw === null ? [] : ['"binary_data_output":true'])];
  return `{"id":${JSON.stringify(id)}${parameters.length === 0 ? "" : `,"parameters":{${parameters.join(",")}}`},"inputs":[${inputs.join(",")}]}`;
}

/** The input columns that a request leaves out, and those that the model declares and the rows lack. */
export function columnFit(layout: RequestLayout, columns: readonly string[]): { readonly unused: readonly string[]; readonly missing: readonly string[] } {
  const wanted = wantedColumns(layout, columns);
  return { unused: columns.filter((name) => !wanted.includes(name)), missing: wanted.filter((name) => !columns.includes(name)) };
}

function wantedColumns(layout: RequestLayout, columns: readonly string[]): readonly string[] {
  if (layout.declared === null) return columns;
  if (layout.kind === "columns") return layout.declared.map(({ name }) => name);
  // A column of the tensor's own name holds the whole vector.
  return columns.includes(layout.declared.name) ? [layout.declared.name] : columns;
}

function columnTensors(declared: readonly TensorSignature[] | null, pandas: boolean, rows: readonly InputRow[], place: string, raw: RawBytes): string[] {
  const first = rows[0] as InputRow;
  if (declared === null) return [...first.keys()].map((name) => columnTensor(name, null, pandas, rows, place, raw));
  if (!declared.every(({ name }) => first.has(name))) {
    const missing = declared.flatMap(({ name }) => (first.has(name) ? [] : [name]));
    throw new LockstepError("LS406", { message: `the model wants the inputs ${listNames(missing)}, which the rows do not have; they have: ${listNames([...first.keys()])}`, place });
  }
  // In the order of the row, so that shuffled columns travel shuffled.
  const tensors: string[] = [];
  let next = 0;
  for (const name of first.keys()) {
    // Mostly the order is the declared one.
    const input = declared[next]?.name === name ? declared[next] : declared.find((one) => one.name === name);
    next += 1;
    if (input !== undefined) tensors.push(columnTensor(name, input, pandas, rows, place, raw));
  }
  return tensors;
}

function columnTensor(name: string, declared: TensorSignature | null, pandas: boolean, rows: readonly InputRow[], place: string, raw: RawBytes): string {
  if (rows.length === 1 && declared !== null && !pandas && raw === null) {
    // Nearly every request of a replay: one row, of which all but the value is known beforehand.
    const value = (rows[0] as InputRow).get(name) ?? null;
    if (!Array.isArray(value)) return scalarTensor(declared, value, place);
  }
  const column = rows.map((row) => row.get(name) ?? null);
  const width = vectorWidth(column, name, place);
  const values = width === null ? column : column.flatMap(spread);
  const datatype = declared?.datatype ?? inferDatatype(values, name, place);
  const shape = width !== null ? [rows.length, width] : declared?.shape[1] === 1 ? [rows.length, 1] : [rows.length];
  // Says to MLServer how a column of a data frame is decoded; a column of nulls only is left to it.
  const decoded = pandas && (declared?.contentType ?? null) === null && !values.every((value) => value === null);
  return tensor(name, datatype, shape, values, decoded ? (datatype === "BYTES" ? "str" : "np") : null, name, place, raw);
}

/** What is written around the value of a declared column when it is a scalar and the only one. */
const scalarHeads = new WeakMap<TensorSignature, { readonly head: string; readonly kind: Kind }>();

function scalarTensor(declared: TensorSignature, value: JsonValue, place: string): string {
  const { name, datatype, shape } = declared;
  let known = scalarHeads.get(declared);
  if (known === undefined) {
    known = { head: tensorHead(name, shape[1] === 1 ? [1, 1] : [1], datatype, null), kind: kindOf(datatype) };
    scalarHeads.set(declared, known);
  }
  return `${known.head}[${element(value, known.kind, datatype, name, place)}]}`;
}

function singleTensor(declared: TensorSignature | null, rows: readonly InputRow[], place: string, raw: RawBytes): string {
  const first = rows[0] as InputRow;
  const own = declared !== null && first.has(declared.name) ? declared.name : null;
  const values: JsonValue[] = [];
  for (const row of rows) {
    for (const [name, value] of row) {
      if (own !== null && name !== own) continue;
      if (Array.isArray(value)) values.push(...spread(value));
      else values.push(value);
    }
  }
  const width = values.length / rows.length;
  if (!Number.isInteger(width)) throw new LockstepError("LS406", { message: "the rows hold lists of different lengths, which no tensor can", place });
  const wanted = declared === null ? [-1, -1] : declared.shape;
  const batched = wanted.length > 1 || wanted[0] === -1;
  const inner = batched ? wanted.slice(1) : wanted;
  const fixed = inner.every((dimension) => dimension >= 0);
  const expected = inner.reduce((product, dimension) => product * dimension, 1);
  if (inner.length > 0 && fixed && expected !== width) {
    const textual = [...first].flatMap(([name, value]) => (typeof value === "string" ? [name] : []));
    throw new LockstepError("LS406", {
      message: `the model wants ${expected} values a row (${declared?.name} [${wanted.join(", ")}]) and the rows have ${width}: ${listNames([...first.keys()])}`,
      place,
      todo: `Leave out the columns that are not the model's with --exclude${textual.length === 0 ? "" : `; these hold text: ${listNames(textual)}`}.`,
    });
  }
  const shape = fixed && inner.length > 0 ? inner : [width];
  const datatype = declared?.datatype ?? inferDatatype(values, "a row", place);
  return tensor(declared?.name ?? undeclaredTensorName, datatype, batched ? [rows.length, ...shape] : shape, values, declared === null && datatype === "BYTES" ? "str" : null, "a row", place, raw);
}

function tensor(name: string, datatype: string, shape: readonly number[], values: readonly JsonValue[], contentType: string | null, column: string, place: string, raw: RawBytes): string {
  const bytes = raw === null ? null : encodeElements(values, datatype, column, place);
  if (bytes !== null) {
    raw?.push(bytes);
    const typed = contentType === null ? "" : `"content_type":"${contentType}",`;
    return `{"name":${JSON.stringify(name)},"shape":[${shape.join(",")}],"datatype":"${datatype}","parameters":{${typed}"binary_data_size":${bytes.length}}}`;
  }
  // Also where bytes cannot say it, as of a null among integers: each tensor may come in either way.
  return `${tensorHead(name, shape, datatype, contentType)}${data(values, datatype, column, place)}}`;
}

function tensorHead(name: string, shape: readonly number[], datatype: string, contentType: string | null): string {
  const parameters = contentType === null ? "" : `,"parameters":{"content_type":"${contentType}"}`;
  return `{"name":${JSON.stringify(name)},"shape":[${shape.join(",")}],"datatype":"${datatype}"${parameters},"data":`;
}

function data(values: readonly JsonValue[], datatype: string, column: string, place: string): string {
  const kind = kindOf(datatype);
  // One call for all is several times quicker than one for each, and gives the same text for these.
  if (kind === "float" && values.every(isFraction)) return JSON.stringify(values);
  let out = "";
  for (let i = 0; i < values.length; i += 1) out += (i === 0 ? "" : ",") + element(values[i] as JsonValue, kind, datatype, column, place);
  return `[${out}]`;
}

/** Whether JSON.stringify writes a value as writeJson does: not integral floats (`1.0`, `-0.0`), nor what is not finite. */
const isFraction = (value: JsonValue): boolean => typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value);

type Kind = "float" | "text" | "truth" | "integer";

const kindOf = (datatype: string): Kind => (datatype.startsWith("FP") || datatype.startsWith("BF") ? "float" : datatype === "BYTES" ? "text" : datatype === "BOOL" ? "truth" : "integer");

/** One element as its datatype wants it. JSON has no NaN and the servers' parsers are strict, so in a float tensor it is null. */
function element(value: JsonValue, kind: Kind, datatype: string, column: string, place: string): string {
  if (value === null) return "null";
  if (kind === "float" && typeof value === "number") return Number.isNaN(value) ? "null" : writeJson(value);
  if (kind === "float" && typeof value === "bigint") return value.toString();
  if (kind === "integer" && typeof value === "bigint") return value.toString();
  if (kind === "integer" && typeof value === "number" && Number.isInteger(value)) return BigInt(value).toString();
  if (kind === "truth" && typeof value === "boolean") return writeJson(value);
  if (kind === "text" && typeof value === "string") return writeJson(value);
  throw new LockstepError("LS406", { message: `column ${column} holds ${writeJson(value)}, and the model wants ${datatype}`, place });
}

/** The datatype that holds all values of a column when the model declares none; integers with gaps are floats, as in a data frame. */
function inferDatatype(values: readonly JsonValue[], column: string, place: string): string {
  const kinds = new Set(values.map((value) => (value === null ? "null" : typeof value)));
  const gaps = kinds.delete("null");
  if (kinds.size === 0) return "FP64";
  if (kinds.size === 1 && kinds.has("bigint")) return gaps ? "FP64" : "INT64";
  if ([...kinds].every((kind) => kind === "number" || kind === "bigint")) return "FP64";
  if (kinds.size === 1 && kinds.has("string")) return "BYTES";
  if (kinds.size === 1 && kinds.has("boolean")) return "BOOL";
  throw new LockstepError("LS406", { message: `${column} holds values of several types (${[...kinds].join(", ")}), which one tensor cannot`, place, todo: "Send each column as a tensor of its own with --template columns." });
}

/** How many values each row's list holds; null when the column holds scalars. */
function vectorWidth(column: readonly JsonValue[], name: string, place: string): number | null {
  if (!column.some((value) => Array.isArray(value))) return null;
  const widths = new Set(column.map((value) => (Array.isArray(value) ? spread(value).length : null)));
  const [only] = widths;
  if (widths.size === 1 && only !== undefined) return only;
  throw new LockstepError("LS406", { message: `column ${name} holds lists of different lengths, which no tensor can`, place });
}

/** A list of any depth as its scalars, row-major. */
function spread(value: JsonValue): readonly JsonValue[] {
  if (!Array.isArray(value)) return [value];
  return (value as readonly JsonValue[]).flatMap(spread);
}
