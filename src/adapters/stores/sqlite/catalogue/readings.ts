import type { ReadingPlace } from "../../../../ports/catalogue.ts";
import type { ReadRows, Row } from "./read-rows.ts";

const columns = "environment, at, source, subject, position, replica";

const placeOf = (row: Row | undefined): ReadingPlace | null => (row === undefined ? null : ({ ...row } as unknown as ReadingPlace));

const later = (a: ReadingPlace | null, b: ReadingPlace | null): ReadingPlace | null => (a === null ? b : b === null || Date.parse(a.at) >= Date.parse(b.at) ? a : b);

/** What was read of each environment last: with a run of this model, or beside any run. */
export const newestReadings = (read: ReadRows, model: string): readonly { readonly newest: ReadingPlace; readonly good: ReadingPlace | null }[] =>
  read("SELECT environment FROM read_environments WHERE model = :model ORDER BY environment", { model }).flatMap(({ environment }) => {
    const last = (of: string): ReadingPlace | null => placeOf(read(`SELECT ${columns} FROM fingerprint_rows WHERE model = :of AND environment = :environment ORDER BY at DESC, source DESC, subject DESC, position DESC LIMIT 1`, { of, environment: environment ?? null })[0]);
    const newest = later(last(model), last(""));
    if (newest === null) return [];
    const good = placeOf(read(`SELECT ${columns} FROM fingerprint_rows INDEXED BY fingerprint_rows_by_good WHERE model = :model AND environment = :environment AND good = 1 AND at <= :at AND subject <> :subject ORDER BY at DESC LIMIT 1`,
      { model, environment: environment ?? null, at: newest.at, subject: newest.subject })[0]);
    return [{ newest, good }];
  });
