import { isFloat } from "../../core/domain/dtype.ts";
import type { FeatureRelation } from "../../core/domain/prediction-relation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { CheckOptions } from "./check-options.ts";

/** A column with more values than this is no segment that anybody would look at value by value. */
const mostValues = 12;

/** So many columns are looked at when nobody named one: each further one costs every other some power, for the family is controlled. */
const mostColumns = 5;

/** The columns whose values are segments: those named, else categories with few values in the order of the file. */
export const chooseSegments = async (engine: Engine, features: FeatureRelation | null, options: CheckOptions): Promise<readonly string[]> => {
  if (!options.segments) return [];
  const names = features?.features.map(({ name }) => name) ?? [];
  for (const name of options.segment) {
    if (!names.includes(name)) throw new LockstepError("LS207", { message: `there is no column ${name} to make segments of; there are ${names.length === 0 ? "none beside key and outputs" : listOf(names)}`, place: "--segment" });
  }
  if (options.segment.length > 0 || features === null) return options.segment;
  const categories = features.features.filter(({ name, dtype }) => !isFloat(dtype) && dtype !== "json" && name !== options.label);
  if (categories.length === 0) return [];
  const counts = categories.map(({ column }, index) => `count(DISTINCT ${engine.dialect.identifier(column)}) AS n${index}`);
  const [row] = await engine.query(`SELECT ${counts.join(", ")} FROM ${features.sql}`);
  return categories
    .filter((_, index) => Number(row?.[`n${index}`]) >= 2 && Number(row?.[`n${index}`]) <= mostValues)
    .slice(0, mostColumns)
    .map(({ name }) => name);
};
