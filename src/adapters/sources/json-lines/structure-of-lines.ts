import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Engine } from "../../../ports/engine.ts";
import { childEvidence, type ChildEvidence } from "./child-evidence.ts";

/** A nested type as DuckDB's `from_json` takes it: a type's name, a list of one, or an object of fields. */
export type Structure = string | readonly [Structure] | { readonly [name: string]: Structure };

interface Place {
  readonly engine: Engine;
  readonly file: string;
  /** A subquery with `line` and `value`. */
  readonly values: string;
  /** For messages: `d.p[]`. */
  readonly path: string;
}

/** The structure of all lines of a table with `line` and `text`, or LS209 where one place holds values of several types. */
export const structureOfLines = (engine: Engine, lines: string, file: string): Promise<Readonly<Record<string, Structure>>> =>
  objectStructure({ engine, file, values: `(SELECT line, text::JSON AS value FROM ${lines})`, path: "" });

const objectStructure = async (place: Place): Promise<Readonly<Record<string, Structure>>> => {
  const children = Map.groupBy(await childEvidence(place.engine, place.values, "object"), (evidence) => evidence.key);
  const fields: [string, Structure][] = [];
  for (const [key, evidence] of children) {
    const pointer = place.engine.dialect.literal(`/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    fields.push([key, await childStructure({ ...place, values: `(SELECT line, json_extract(value, ${pointer}) AS value FROM ${place.values})`, path: place.path === "" ? key : `${place.path}.${key}` }, evidence)]);
  }
  return Object.fromEntries(fields);
};

const listStructure = async (place: Place): Promise<Structure> =>
  childStructure(
    { ...place, values: `(SELECT line, unnest(json_extract(value, '$[*]')) AS value FROM ${place.values})`, path: `${place.path}[]` },
    await childEvidence(place.engine, place.values, "list"),
  );

const families = { null: "null", bool: "a boolean", int: "a number", big: "a number", float: "a number", string: "a text", object: "an object", array: "a list" } as const;

const childStructure = async (place: Place, evidence: readonly ChildEvidence[]): Promise<Structure> => {
  const values = evidence.filter((child) => child.kind !== "null");
  const notQuotedNaN = values.filter((child) => child.kind !== "string" || child.words > 0);
  // "NaN" in quotes beside numbers is how many servers write the number.
  const deciding = notQuotedNaN.length > 0 && notQuotedNaN.every((child) => families[child.kind] === "a number") ? notQuotedNaN : values;
  const [first, second] = Array.from(Map.groupBy(deciding, (child) => families[child.kind]).values(), (family) => family[0]).filter((child) => child !== undefined);
  if (first === undefined) return "VARCHAR";
  if (second !== undefined) throw mixed(place, first, second);
  switch (first.kind) {
    case "bool": return "BOOLEAN";
    case "string": return "VARCHAR";
    case "array": return [await listStructure({ ...place, values: `(FROM ${place.values} WHERE json_type(value) = 'ARRAY')` })];
    case "object": {
      const fields = await objectStructure({ ...place, values: `(FROM ${place.values} WHERE json_type(value) = 'OBJECT')` });
      return Object.keys(fields).length === 0 ? "JSON" : fields;
    }
    default: return numericStructure(deciding, deciding.length < values.length);
  }
};

const mixed = (place: Place, first: ChildEvidence, second: ChildEvidence): LockstepError =>
  new LockstepError("LS209", {
    message: `Column "${place.path}" holds ${families[first.kind]} (first in line ${first.firstLine}: ${first.example.slice(0, 40)}) and ${families[second.kind]} (first in line ${second.firstLine}: ${second.example.slice(0, 40)})`,
    place: `${place.file}, column "${place.path}", line ${second.firstLine}`,
  });

/** 64 bits where they suffice, a double when every number survives it, text when neither holds them all exactly. */
const numericStructure = (numbers: readonly ChildEvidence[], quotedNaN: boolean): Structure => {
  const floats = quotedNaN || numbers.some((child) => child.kind === "float");
  const big = numbers.some((child) => child.kind === "big");
  const integers = numbers.find((child) => child.kind === "int");
  if (floats) return big || (integers !== undefined && integers.inexact > 0) ? "VARCHAR" : "DOUBLE";
  if (big || integers === undefined || integers.low === null || integers.high === null) return "VARCHAR";
  if (integers.high < 2n ** 63n) return "BIGINT";
  return integers.low >= 0n ? "UBIGINT" : "VARCHAR";
};
