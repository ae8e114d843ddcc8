import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { moreThanExpression } from "../../core/sql/more-than-expression.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PopulationField } from "../../work/populations/population-field.ts";
import { nearest } from "../manifest/nearest.ts";

type Read = { readonly expression: string; readonly type: string };

/** Finds what people call a column: by its name, or as SQL over the columns. */
export interface Expressions {
  /** A column by its name, as an option names it; LS207 with what may have been meant. */
  field(name: string, flag: string): Read & { readonly name: string };
  /** A column or SQL, as a mapping writes it at a path of its keys; LS231. `isName`: nothing but a column will do. */
  read(text: string, path: readonly string[], isName?: boolean): Promise<Read>;
  /** A standard column that the log's format has made. */
  own(standard: string): Read;
  /** LS105: one column, two purposes. */
  twice(name: string, one: string, other: string): LockstepError;
}

export interface ExpressionWorld {
  readonly engine: Engine;
  /** Behind FROM. */
  readonly sql: string;
  readonly fields: readonly PopulationField[];
  readonly ownTypes: ReadonlyMap<string, string>;
  /** LS231 at a path of the mapping's keys. */
  readonly wrong: (path: readonly string[], message: string, todo: string) => LockstepError;
}

export const expressionsOver = ({ engine, sql, fields, ownTypes, wrong }: ExpressionWorld): Expressions => {
  const names = fields.map(({ name }) => name);
  const find = (text: string): PopulationField | undefined => fields.find(({ name }) => name === text);
  const advice = (text: string): string => {
    const meant = nearest(text, names);
    return meant === undefined ? `Write one of ${listOf(names.slice(0, 30))}.` : `Did you mean ${meant}?`;
  };
  return {
    field(text, flag) {
      const field = find(text);
      if (field === undefined) throw new LockstepError("LS207", { message: `there is no column ${text}`, place: flag, todo: advice(text) });
      return field;
    },
    own: (standard) => ({ expression: engine.dialect.identifier(standard), type: ownTypes.get(standard) ?? "VARCHAR" }),
    twice: (name, one, other) => new LockstepError("LS105", { message: `the column ${name} is named with --${one} and with --${other}`, place: `--${other}`, todo: "Name it once: a column has one purpose." }),
    async read(text, path, isName = false) {
      const field = find(text);
      if (field !== undefined) return field;
      if (isName || /^[\w .\-[\]]+$/.test(text) && !/^[-\d.]+$/.test(text.trim())) throw wrong(path, `the log has no column ${text}`, advice(text));
      if (moreThanExpression(text) !== null) throw wrong(path, `${text} is more than an expression over the log's columns`, "Write one expression: no queries, no semicolons, no comments.");
      try {
        const columns = await engine.describe(`SELECT (${text}) AS value FROM ${sql}`);
        if (columns.length !== 1) throw new Error("it has several values");
        return { expression: `(${text})`, type: columns[0]?.type ?? "VARCHAR" };
      } catch (cause) {
        throw wrong(path, `${text} cannot be computed from the log: ${(cause as Error).message.split("\n")[0] ?? ""}`, "Write a column's name, in double quotes within SQL, or an expression over columns.");
      }
    },
  };
};
