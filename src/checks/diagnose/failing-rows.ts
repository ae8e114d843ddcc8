import { countOrZero } from "./cell-number.ts";
import type { OutputScope } from "./output-scope.ts";

/** The side that fails on most of some rows where one side fails, and how its commonest failure reads. */
export interface FailingRows {
  readonly environment: string;
  /** Rows on which this side fails and the other answers. */
  readonly failures: number;
  /** Such rows, whichever side fails. */
  readonly oneSided: number;
  /** "LS405 answered 500: …"; the code alone when no message of it was kept. */
  readonly message: string;
}

/** Looks up who fails on the rows of the pairs table that fulfil a condition; null when nobody fails alone there. */
export const failingRows = async ({ engine, input, table }: OutputScope, condition: string): Promise<FailingRows | null> => {
  const rows = await engine.query(`select r.error_code is null as on_candidate, coalesce(r.error_code, c.error_code) as code, count(*) as n
    from (select key from ${table} where ${condition} and class = 'one-sided-error') as p join ${input.reference.sql} as r on r.key = p.key join ${input.candidate.sql} as c on c.key = p.key
    group by 1, 2 order by n desc, code`);
  const failures = rows.map((row) => ({ side: row["on_candidate"] === true ? ("candidate" as const) : ("reference" as const), code: String(row["code"]), count: countOrZero(row["n"]) }));
  const of = (side: "reference" | "candidate"): number => failures.filter((each) => each.side === side).reduce((sum, { count }) => sum + count, 0);
  const [onReference, onCandidate] = [of("reference"), of("candidate")];
  if (onReference + onCandidate === 0) return null;
  const side = onReference > onCandidate ? "reference" : "candidate";
  const { environment } = input[side];
  const code = failures.find((each) => each.side === side)?.code ?? "";
  const message = input.errors.find((each) => each.environment === environment)?.byCode.find((each) => each.code === code)?.message ?? "";
  return { environment, failures: Math.max(onReference, onCandidate), oneSided: onReference + onCandidate, message: `${code} ${message}`.trim() };
};
