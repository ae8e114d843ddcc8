import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";
import { familyOfEngine } from "./type-family.ts";

/**
 * The relation with every column in the type that the log gave it: a population counts truth values as 0 and 1 and categories as texts, which is
 * right for counting and would bend rules about types. `type` of each column is what its SQL really gives.
 */
export const asDeclared = async (engine: Engine, relation: PopulationRelation): Promise<PopulationRelation> => {
  const { identifier } = engine.dialect;
  const given = new Map((await engine.describe(`SELECT * FROM ${relation.sql}`)).map(({ name, type }) => [name, type]));
  const cast: string[] = [];
  const columns = relation.columns.map((column) => {
    const type = given.get(column.column) ?? column.type;
    const declared = familyOfEngine(column.type);
    const turned = familyOfEngine(type) !== declared && (declared === "boolean" || ((declared === "number" || declared === "integer") && familyOfEngine(type) === "string"));
    if (!turned) return { ...column, type };
    cast.push(`TRY_CAST(${identifier(column.column)} AS ${column.type}) AS ${identifier(column.column)}`);
    return column;
  });
  return { ...relation, columns, sql: cast.length === 0 ? relation.sql : `(SELECT * REPLACE (${cast.join(", ")}) FROM ${relation.sql})` };
};
