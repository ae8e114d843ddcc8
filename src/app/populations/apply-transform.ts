import { createHash, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PopulationColumn } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PopulationField } from "../../work/populations/population-field.ts";
import type { RequestedRoles } from "./population-request.ts";
import type { RawLog } from "./open-raw-log.ts";
import { describeTransform, RowRefused, runTransform, type TransformCommand } from "./run-transform.ts";

export interface TransformRequest {
  readonly command: TransformCommand;
  /** What people said columns are for: what is no feature is no input, unless the transform names it, and is kept. */
  readonly roles: RequestedRoles;
  /** Where rows lie while the transform runs; made when needed. */
  readonly temporary: string;
}

const typeOf = { float: "DOUBLE", int: "HUGEINT", bool: "BOOLEAN", text: "VARCHAR" } as const;
const kindOf = { float: "numeric", int: "numeric", bool: "category", text: "category" } as const;
const inputColumn = (index: number): string => `input_${index}`;

/**
 * A log whose features are what a packed preprocessing makes of them, so that raw requests can be compared with the table a model was trained on. Inputs give way
 * to outputs, a column that was named with another role stays beside them. Rejects with LS236, with the row that failed.
 */
export const applyTransform = async (engine: Engine, raw: RawLog, { command, roles, temporary }: TransformRequest): Promise<RawLog> => {
  const { name, digest, inputs: wanted } = await describeTransform(command);
  const kept = new Set([roles.id, roles.ts, ...roles.score, ...roles.decision, ...roles.label, ...roles.segment, ...roles.ignore]);
  const inputs = inputsOf(raw, wanted, kept, command.spec);
  const { dialect } = engine;
  const token = randomUUID().replaceAll("-", "");
  const numbered = dialect.identifier(`transform_rows_${token}`);
  const made = dialect.identifier(`transformed_${token}`);
  await mkdir(temporary, { recursive: true });
  const folder = await mkdtemp(join(temporary, "transform-"));
  try {
    const [from, to] = [join(folder, "in.jsonl"), join(folder, "out.jsonl")];
    // Numbered once, so that every row finds its results again whatever order they are read in.
    await engine.execute(`CREATE TABLE ${numbered} AS SELECT *, row_number() OVER () AS n_of_row, ${inputs.map(({ expression }, index) => `${expression} AS ${inputColumn(index)}`).join(", ")} FROM ${raw.sql}`);
    const row = `struct_pack(${inputs.map((field, index) => `${dialect.identifier(field.name)} := ${exact(field, inputColumn(index))}`).join(", ")})`;
    await engine.execute(`COPY (SELECT n_of_row AS n, ${row} AS "row" FROM ${numbered} ORDER BY n_of_row) TO ${dialect.literal(from)} (FORMAT json)`);
    const { columns } = await runTransform(command, from, to).catch((error: unknown) => {
      if (!(error instanceof RowRefused)) throw error;
      throw new LockstepError("LS236", { message: `${command.spec} failed at row ${error.n}: ${error.message}`, place: `${raw.parts[0]?.path ?? command.spec}, row ${error.n}`, cause: error });
    });
    const names = new Set(columns.map((column) => column.name.toLowerCase()));
    const given = new Set(inputs.map((field) => field.name));
    const rest = raw.fields.filter((field) => !names.has(field.name.toLowerCase()) && (kept.has(field.name) || (!given.has(field.name) && raw.preset.find((column) => column.name === field.name)?.role !== "feature")));
    const cells = [
      ...raw.presetStandard.map((standard) => `t.${dialect.identifier(standard)}`),
      ...rest.map((field) => `(${field.expression}) AS ${dialect.identifier(field.name)}`),
      ...columns.map((column, index) => `CAST(o.v[${index + 1}] AS ${typeOf[column.kind]}) AS ${dialect.identifier(column.name)}`),
    ];
    await engine.execute(`CREATE TABLE ${made} AS SELECT ${unique(cells).join(", ")} FROM ${numbered} AS t JOIN read_json(${dialect.file(to)}, format = 'newline_delimited', columns = {'n': 'BIGINT', 'v': 'VARCHAR[]'}) AS o ON o.n = t.n_of_row ORDER BY t.n_of_row`);
    const fresh: PopulationField[] = columns.map((column) => ({ name: column.name, expression: dialect.identifier(column.name), type: typeOf[column.kind] }));
    const preset: PopulationColumn[] = columns.map((column) => ({ name: column.name, column: column.name, role: "feature", kind: kindOf[column.kind], type: typeOf[column.kind], origin: "agreed", why: `made by the transform ${name}` }));
    const [only, second] = raw.parts;
    return {
      ...raw, sql: made, ownTypes: new Map([...raw.ownTypes, ...fresh.map((field) => [field.name, field.type] as const)]),
      fields: [...rest.map((field) => ({ ...field, expression: dialect.identifier(field.name) })), ...fresh],
      preset: [...raw.preset.filter((column) => rest.some((field) => field.name === column.name)).map((column) => ({ ...column, column: column.name })), ...preset],
      parts: raw.parts.map((part) => ({ path: part.path, digest: createHash("sha256").update(`${part.digest}\n${digest}`).digest("hex"), sql: only !== undefined && second === undefined ? made : null })),
      gaps: [...raw.gaps, { what: "transform", why: `its features are made of ${listOf(inputs.map((field) => field.name))} by ${name} (${digest})`, bends: false }],
    };
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${numbered}`);
    await rm(folder, { recursive: true, force: true });
  }
};

/** What the transform is given: what it names itself, else all features, else every column without another role. */
const inputsOf = (raw: RawLog, wanted: readonly string[] | null, kept: ReadonlySet<string | null>, spec: string): readonly PopulationField[] => {
  if (wanted === null) return raw.fields.filter(({ name }) => !kept.has(name) && (raw.preset.length === 0 || raw.preset.find((column) => column.name === name)?.role === "feature"));
  const lacking = wanted.filter((each) => !raw.fields.some(({ name }) => name === each));
  if (lacking.length > 0) throw new LockstepError("LS236", { message: `${spec} is given ${listOf(wanted)}, and the log has no ${listOf(lacking)}`, place: raw.parts[0]?.path ?? spec, todo: `The log has ${listOf(raw.fields.slice(0, 30).map(({ name }) => name))}.` });
  return wanted.flatMap((each) => raw.fields.find(({ name }) => name === each) ?? []);
};

/** As JSON without loss: a decimal as a number of 64 bits, what no number of JSON can hold and times as texts. */
const exact = ({ type }: PopulationField, column: string): string => {
  if (type.startsWith("DECIMAL")) return `${column}::DOUBLE`;
  return /^(U?HUGEINT|TIMESTAMP|DATE|TIME|UUID|BLOB|INTERVAL)/.test(type) ? `${column}::VARCHAR` : column;
};

/** A field that is a standard column too is there once. */
const unique = (cells: readonly string[]): readonly string[] => [...new Set(cells)];
