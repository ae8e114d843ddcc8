import type { DType } from "../../../core/domain/dtype.ts";
import type { Engine, EngineColumn } from "../../../ports/engine.ts";
import { dtypeOfEngineType, scalarExpression } from "./dtype-of-engine-type.ts";
import { type NestedType, parseNestedType } from "./parse-nested-type.ts";

/** One scalar of a row by its path, and the expression that reads it from the source. */
export interface FlatColumn {
  readonly name: string;
  readonly expression: string;
  readonly dtype: DType;
  /** For an element of a list: the expression of the list's length. */
  readonly length: string | null;
  /** The column of the source that it comes from. */
  readonly root: string;
}

/** Lists are taken apart up to this many elements; longer ones (embeddings) are compared as one text. */
export const longestFlatList = 64;

/** Columns of a source with nested ones taken apart into paths: `detail.label`, `probabilities[1]`. */
export const flattenColumns = async (engine: Engine, source: string, columns: readonly EngineColumn[]): Promise<readonly FlatColumn[]> => {
  const flat: FlatColumn[] = [];
  for (const { name, type } of columns) {
    flat.push(...(await flatten(engine, source, { name, expression: engine.dialect.identifier(name), length: null, root: name }, parseNestedType(type))));
  }
  return flat;
};

const flatten = async (engine: Engine, source: string, at: Omit<FlatColumn, "dtype">, type: NestedType): Promise<readonly FlatColumn[]> => {
  if (type.kind === "scalar") return [{ ...at, expression: scalarExpression(type.type, at.expression), dtype: dtypeOfEngineType(type.type) }];
  const flat: FlatColumn[] = [];
  if (type.kind === "struct") {
    for (const field of type.fields) {
      const expression = `struct_extract(${at.expression}, ${engine.dialect.literal(field.name)})`;
      flat.push(...(await flatten(engine, source, { ...at, name: `${at.name}.${field.name}`, expression }, field.type)));
    }
    return flat;
  }
  const [longest] = type.size === null ? await engine.query(`SELECT max(len(${at.expression}))::DOUBLE AS n FROM ${source}`) : [{ n: type.size }];
  const size = Number(longest?.["n"] ?? 0);
  if (size > longestFlatList) return [{ ...at, expression: `to_json(${at.expression})::VARCHAR`, dtype: "json" }];
  for (let index = 0; index < size; index++) {
    const length = type.size === null ? `len(${at.expression})::BIGINT` : null;
    flat.push(...(await flatten(engine, source, { ...at, name: `${at.name}[${index}]`, expression: `${at.expression}[${index + 1}]`, length }, type.element)));
  }
  return flat;
};
