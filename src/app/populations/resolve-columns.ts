import type { ColumnKind, PopulationColumn, PopulationRole, StandardColumn } from "../../core/domain/population.ts";
import type { LogMapping } from "../../core/domain/log-mapping.ts";
import { type ColumnSource, type Composition, sqlColumnOf } from "../../work/populations/compose-relation.ts";
import { guessKind } from "../../work/populations/guess-kind.ts";
import type { SeenField } from "../../work/populations/gather-evidence.ts";
import { type GuessedColumn, guessRoles } from "../../work/populations/guess-roles.ts";
import { isNumberType, typeFamily } from "../../work/populations/type-family.ts";
import type { Expressions } from "./read-expression.ts";
import type { RequestedRoles } from "./population-request.ts";

export interface ResolveRequest {
  readonly seen: readonly SeenField[];
  /** What a log format said of its own columns. */
  readonly preset: readonly PopulationColumn[];
  readonly presetStandard: readonly StandardColumn[];
  readonly roles: RequestedRoles;
  readonly mapping: LogMapping | null;
  readonly like: readonly PopulationColumn[] | null;
  readonly expressions: Expressions;
}

export interface ResolvedStandard {
  readonly standard: StandardColumn;
  readonly expression: string;
  readonly type: string;
  readonly isReady: boolean;
  /** The mapping's text for it: a column's name or SQL. */
  readonly text: string;
  readonly origin: "agreed" | "guessed";
  readonly why: string;
}

export interface ResolvedColumns {
  readonly standard: readonly ResolvedStandard[];
  readonly columns: Composition["columns"];
}

/** Why there is a weight where the mapping names a sampling fraction, which is written as such again. */
export const samplingWhy = "one over the sampling fraction of the mapping";

const roleFlags = ["ignore", "segment", "label", "score", "decision", "feature"] as const;
const roleOf = (flag: typeof roleFlags[number]): PopulationRole => (flag === "ignore" ? "ignored" : flag);

/** What every column is for: as typed, else as mapped, else as on the other side, else as its format says, else guessed. LS105, LS207 and LS231 for what does not fit. */
export const resolveColumns = async ({ seen, preset, presetStandard, roles, mapping, like, expressions }: ResolveRequest): Promise<ResolvedColumns> => {
  const typed = typedRoles(roles, expressions);
  const alike = new Map((like ?? []).map((column) => [column.name, column]));
  const standard: ResolvedStandard[] = [];
  for (const [name, text] of [...Object.entries(mapping?.standard ?? {}), ...(roles.id === null ? [] : [["id", roles.id]]), ...(roles.ts === null ? [] : [["ts", roles.ts]])] as [StandardColumn, string][]) {
    const flag = name === "id" && roles.id !== null ? "--id" : name === "ts" && roles.ts !== null ? "--time" : null;
    const read = flag === null ? await expressions.read(text, ["standard", name]) : expressions.field(text, flag);
    const at = standard.findIndex((each) => each.standard === name);
    standard.splice(at === -1 ? standard.length : at, at === -1 ? 0 : 1, { standard: name, expression: read.expression, type: read.type, isReady: false, text, origin: "agreed", why: flag === null ? "as mapped" : `named with ${flag}` });
  }
  const fraction = mapping?.sampling;
  if (fraction !== undefined && mapping?.standard?.weight === undefined) {
    const { expression } = typeof fraction === "number" ? { expression: String(fraction) } : await expressions.read(fraction, ["sampling"]);
    standard.push({ standard: "weight", expression: `1.0 / ${expression}`, type: "DOUBLE", isReady: false, text: "weight", origin: "agreed", why: samplingWhy });
  }
  for (const name of presetStandard) if (!standard.some((each) => each.standard === name)) standard.push({ standard: name, ...expressions.own(name), isReady: true, text: name, origin: "guessed", why: "as the format has it" });
  const open = seen.filter(({ field: { name } }) => !typed.has(name) && mapping?.columns?.[name] === undefined && !preset.some((column) => column.name === name));
  const free = open.filter(({ field: { name } }) => { const role = alike.get(name)?.role; return role === undefined || role === "ignored"; });
  const guessed = guessRoles(free, standard.map((each) => each.standard));
  if (mapping?.standard === undefined) {
    for (const { standard: name, name: column, expression, why } of guessed.standard) {
      const type = seen.find(({ field }) => field.name === column)?.field.type ?? "VARCHAR";
      standard.push({ standard: name, expression, type, isReady: false, text: expression === seen.find(({ field }) => field.name === column)?.field.expression ? column : expression, origin: "guessed", why });
    }
  }
  const guesses = mapping?.standard === undefined ? guessed.columns : guessRoles(free, Object.keys(mapping.standard) as StandardColumn[]).columns;
  const choose = (one: SeenField): GuessedColumn & { origin: "agreed" | "guessed" } => {
    const { name } = one.field;
    const flag = typed.get(name);
    const other = alike.get(name);
    if (flag !== undefined) return { name, role: roleOf(flag), kind: kindLike(one, roleOf(flag), other), origin: "agreed", why: `named with --${flag}` };
    const filling = standard.find((each) => each.expression === one.field.expression && each.origin === "agreed");
    if (filling !== undefined) return { name, role: "ignored", kind: guessKind(one), origin: "agreed", why: `fills the standard column ${filling.standard}: ${filling.why}` };
    if (mapping?.columns !== undefined && mapping.columns[name] === undefined) return { name, role: "ignored", kind: guessKind(one), origin: "agreed", why: "not named in the mapping" };
    if (roles.outcomes?.includes(name) === true) return { name, role: "ignored", kind: guessKind(one), origin: "agreed", why: "an outcome, which is no feature" };
    if (other !== undefined && other.role !== "ignored") return { name, role: other.role, kind: kindLike(one, other.role, other), origin: other.origin, why: other.why };
    const said = preset.find((column) => column.name === name) ?? guesses.find((column) => column.name === name);
    if (said === undefined) return { name, role: "feature", kind: guessKind(one), origin: "guessed", why: "nothing says otherwise" };
    const only = roleFlags.find((each) => roleOf(each) === said.role && each !== "ignore" && roles[each].length > 0);
    if (only !== undefined) return { name, role: "ignored", kind: said.kind, origin: "agreed", why: `--${only} names others` };
    return { name, role: said.role, kind: said.kind, origin: "guessed", why: said.why };
  };
  const mapped = await mappedColumns(mapping, seen, typed, expressions);
  const chosen = seen.filter(({ field }) => mapping?.columns?.[field.name] === undefined || typed.has(field.name)).map((one): ColumnSource => {
    const { name: _name, ...rest } = choose(one);
    return sourceOf(one.field.name, one.field.expression, one.field.type, one.evidence.filled === 0, rest);
  });
  return { standard, columns: inOrder(seen, [...chosen, ...mapped]) };
};

const typedRoles = (roles: RequestedRoles, expressions: Expressions): Map<string, typeof roleFlags[number]> => {
  const typed = new Map<string, typeof roleFlags[number]>();
  for (const flag of roleFlags) {
    for (const text of roles[flag]) {
      const { name } = expressions.field(text, `--${flag}`);
      const earlier = typed.get(name);
      if (earlier !== undefined && earlier !== flag) throw expressions.twice(name, earlier, flag);
      typed.set(name, flag);
    }
  }
  return typed;
};

const mappedColumns = async (mapping: LogMapping | null, seen: readonly SeenField[], typed: ReadonlyMap<string, unknown>, expressions: Expressions): Promise<ColumnSource[]> => {
  const sources: ColumnSource[] = [];
  for (const [name, { from, role, kind }] of Object.entries(mapping?.columns ?? {})) {
    if (typed.has(name)) continue;
    const read = await expressions.read(from ?? name, from === undefined ? ["columns", name] : ["columns", name, "from"], from === undefined);
    const one = seen.find(({ field }) => field.expression === read.expression);
    const evidence = one?.evidence ?? { rows: 0, filled: 0, distinct: 0, low: null, high: null, whole: false, times: 0 };
    sources.push(sourceOf(name, read.expression, read.type, one?.evidence.filled === 0, { role, kind: kind ?? guessKind({ field: { name, ...read }, evidence }, role), origin: "agreed", why: "as mapped" }));
  }
  return sources;
};

const sourceOf = (name: string, expression: string, type: string, isEmpty: boolean, rest: Pick<PopulationColumn, "role" | "kind" | "origin" | "why">): ColumnSource => ({ column: { name, column: sqlColumnOf(name), type: composedType(type, isEmpty, rest), ...rest }, expression, type, isEmpty });

/** The type that the relation gives the column, by which it is counted: texts of times become times, and a column without a value any number. */
const composedType = (type: string, isEmpty: boolean, { role, kind }: Pick<PopulationColumn, "role" | "kind">): string =>
  role === "ignored" ? type : kind === "time" && typeFamily(type) !== "time" ? "TIMESTAMP" : kind === "numeric" && isEmpty && !isNumberType(type) && typeFamily(type) !== "boolean" ? "DOUBLE" : type;

/** In the order of the log, so that two runs list the same columns alike. */
const inOrder = (seen: readonly SeenField[], columns: readonly ColumnSource[]): ColumnSource[] => {
  const place = new Map(seen.map(({ field }, index) => [field.name, index]));
  return columns.toSorted((a, b) => (place.get(a.column.name) ?? seen.length) - (place.get(b.column.name) ?? seen.length));
};

/** The other side's kind where values of this type can be counted so. */
const kindLike = (one: SeenField, role: PopulationRole, other: PopulationColumn | undefined): ColumnKind => {
  const own = guessKind(one, role);
  if (other === undefined || other.kind === own || one.evidence.filled === 0) return other?.kind ?? own;
  const family = typeFamily(one.field.type);
  if (other.kind === "numeric") return family === "integer" || family === "real" || family === "boolean" ? "numeric" : own;
  if (other.kind === "time") return family === "time" || (family === "text" && one.evidence.times > 0) ? "time" : own;
  // A text in place of a number is another kind of value, and told as such.
  return family === "text" || family === "boolean" || other.kind === "category" ? other.kind : own;
};
