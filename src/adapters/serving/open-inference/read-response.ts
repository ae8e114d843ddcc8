import type { DType } from "../../../core/domain/dtype.ts";
import { isFloat, isInteger } from "../../../core/domain/dtype.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { numberOf } from "../../../core/json/number-of.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import { maximumFlattenedItems, scalarOutput } from "../../../core/outputs/flatten-outputs.ts";
import type { OutputRow, OutputValue } from "../../../ports/serving.ts";
import { dtypeOf } from "./datatype.ts";
import { jsonLengthHeader } from "./infer-answer.ts";

/** The rows of an inference response, whatever the order of its outputs and however its data nests. LS404 when it does not fit. */
export function readResponse(body: JsonValue, rows: number, id: string, place: string): readonly OutputRow[] {
  const response = asObject(body);
  if (response === null) throw wrong(`is ${brief(body)}, not an object with outputs`, place);
  if (typeof response["error"] === "string") throw new LockstepError("LS405", { message: `answered 200 with an error: ${response["error"].slice(0, 200)}`, place });
  const echoed = response["id"];
  if (typeof echoed === "string" && echoed !== "" && echoed !== id) throw wrong(`carries the id ${echoed} instead of ${id}: it belongs to another request`, place);
  const outputs = response["outputs"];
  if (!Array.isArray(outputs)) throw wrong("has no list of outputs", place);
  if (outputs.length === 0) throw wrong("has an empty list of outputs", place);
  const read: Map<string, OutputValue>[] = [];
  for (let row = 0; row < rows; row += 1) read.push(new Map());
  for (const output of outputs as readonly JsonValue[]) addOutput(output, read, place);
  return read;
}

function addOutput(output: JsonValue, rows: readonly Map<string, OutputValue>[], place: string): void {
  const tensor = asObject(output);
  const name = tensor?.["name"];
  if (tensor === null || typeof name !== "string") throw wrong("has an output without a name", place);
  const data = tensor["data"];
  if (!Array.isArray(data)) {
    const binary = asObject(tensor["parameters"] ?? null)?.["binary_data_size"] !== undefined;
    throw wrong(`has the output ${name} ${binary ? `as binary data without the header ${jsonLengthHeader}, which says where it begins` : "without data"}`, place);
  }
  const datatype = typeof tensor["datatype"] === "string" ? tensor["datatype"] : "";
  const dtype = dtypeOf(datatype);
  if (dtype === null) throw wrong(`has the output ${name} of the unknown datatype ${JSON.stringify(datatype)}`, place);
  const values = flat(data as readonly JsonValue[]);
  const shape = Array.isArray(tensor["shape"]) ? (tensor["shape"] as readonly JsonValue[]).map(numberOf) : null;
  if (shape === null || shape.some((dimension) => !Number.isInteger(dimension) || dimension < 0)) throw wrong(`has the output ${name} without a shape`, place);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (size !== values.length) throw wrong(`has ${values.length} values in the output ${name}, and its shape [${shape.join(", ")}] holds ${size}`, place);
  if (shape[0] !== rows.length && rows.length !== 1) throw wrong(`has the output ${name} of shape [${shape.join(", ")}] for ${rows.length} rows`, place);
  // A single row may come without the dimension of the batch.
  const inner = shape[0] === rows.length ? shape.slice(1) : shape;
  const perRow = values.length / rows.length;
  if (perRow === 0 || perRow > maximumFlattenedItems) {
    rows.forEach((row, i) => row.set(name, { dtype: "json", value: writeJson(values.slice(i * perRow, (i + 1) * perRow)) }));
    return;
  }
  const paths = elementPaths(name, inner);
  let next = 0;
  for (const row of rows) for (const path of paths) row.set(path, outputValue(values[next++] as JsonValue, dtype, name, datatype, place));
}

/** The last paths of every output: the same for every answer of a model, and as the same strings they are quicker to compare. */
const lastPaths = new Map<string, { readonly shape: readonly number[]; readonly paths: readonly string[] }>();

/** More outputs than models have; a server that renames them with each answer must not fill the memory. */
const mostLastPaths = 256;

function elementPaths(name: string, shape: readonly number[]): readonly string[] {
  const last = lastPaths.get(name);
  if (last !== undefined && last.shape.length === shape.length && last.shape.every((dimension, i) => dimension === shape[i])) return last.paths;
  const paths = spellPaths(name, shape);
  if (lastPaths.size >= mostLastPaths) lastPaths.clear();
  lastPaths.set(name, { shape, paths });
  return paths;
}

/** `name` for one element, `name[i]`, `name[i][j]` … for several. */
function spellPaths(name: string, shape: readonly number[]): readonly string[] {
  if (shape.every((dimension) => dimension === 1)) return [name];
  let paths = [name];
  for (const dimension of shape) paths = paths.flatMap((path) => Array.from({ length: dimension }, (_, i) => `${path}[${i}]`));
  return paths;
}

/** The declared datatype decides the type, however the number was spelled; a null stays a null, as servers write NaN so. */
function outputValue(value: JsonValue, dtype: DType, name: string, datatype: string, place: string): OutputValue {
  if (value === null) return { dtype, value: null };
  if (isFloat(dtype) && (typeof value === "number" || typeof value === "bigint")) {
    const float = Number(value);
    return { dtype, value: dtype === "float32" ? Math.fround(float) : float };
  }
  if (isInteger(dtype)) {
    if (typeof value === "bigint") return { dtype, value };
    if (typeof value === "number" && Number.isInteger(value)) return { dtype, value: BigInt(value) };
  }
  if (dtype === "bool") {
    if (typeof value === "boolean") return { dtype, value };
    if (value === 0n || value === 1n) return { dtype, value: value === 1n };
  }
  if (dtype === "string") {
    if (typeof value === "object") return { dtype: "json", value: writeJson(value) };
    return typeof value === "string" ? { dtype, value } : scalarOutput(value);
  }
  throw wrong(`has ${brief(value)} in the output ${name}, which is declared ${datatype}`, place);
}

function flat(data: readonly JsonValue[]): readonly JsonValue[] {
  if (!data.some((item) => Array.isArray(item))) return data;
  return data.flatMap((item) => (Array.isArray(item) ? flat(item as readonly JsonValue[]) : [item]));
}

const wrong = (message: string, place: string): LockstepError => new LockstepError("LS404", { message: `the answer ${message}`, place });
const brief = (value: JsonValue): string => writeJson(value).slice(0, 80);
const asObject = (value: JsonValue): JsonObject | null => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null);
