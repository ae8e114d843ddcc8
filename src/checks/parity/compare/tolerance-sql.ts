import type { Tolerance } from "../../../core/domain/tolerance.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

/** Whether a difference is inside tolerance; `a`, `b` and `d` are finite double expressions. Without a tolerance nothing is. */
export const withinToleranceSql = (dialect: Dialect, tolerance: Tolerance | null, a: string, b: string, d: string): string => {
  if (tolerance === null) return "false";
  const absolute = dialect.double(tolerance.absolute);
  const relative = `${dialect.double(tolerance.relative)} * greatest(abs(${a}), abs(${b}))`;
  switch (tolerance.mode) {
    case "either":
      return tolerance.relative === 0 ? `abs(${d}) <= ${absolute}` : tolerance.absolute === 0 ? `abs(${d}) <= ${relative}` : `(abs(${d}) <= ${absolute} OR abs(${d}) <= ${relative})`;
    case "both": return `(abs(${d}) <= ${absolute} AND abs(${d}) <= ${relative})`;
    case "additive": return `abs(${d}) <= ${absolute} + ${relative}`;
  }
};
