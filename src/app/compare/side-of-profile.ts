import type { PopulationSide } from "../../core/domain/population-comparison.ts";
import type { Profile } from "../../core/domain/profile.ts";

/** A profile as a side of a comparison: what its rows were is told by where they were counted. */
export const sideOfProfile = (profile: Profile, name: string, source: string): PopulationSide => {
  const whole = profile.cells.filter(({ segment }) => segment === null);
  const rows = whole.reduce((sum, cell) => sum + cell.rows, 0);
  const dropped = (profile.dropped ?? []).map((each) => ({ ...each, example: null }));
  const times = (key: "firstTs" | "lastTs"): string[] => whole.flatMap(({ operations }) => (operations[key] === null ? [] : [operations[key]])).toSorted();
  const [firstTs = null] = times("firstTs");
  const lastTs = times("lastTs").at(-1) ?? null;
  return {
    name, source, format: "profile", digest: profile.specDigest, window: { from: firstTs, to: lastTs }, rows,
    columns: profile.spec.columns.map((column) => ({ name: column.name, column: column.name, role: column.role, kind: column.kind, type: "counted", origin: "agreed", why: "as the profile was taken" })),
    standard: firstTs === null ? [] : ["ts"], gaps: [],
    coverage: {
      files: profile.sources.length, bytes: 0, recordsRead: rows + dropped.reduce((sum, { rows: lost }) => sum + lost, 0), rowsParsed: rows, dropped, nonSuccess: null, sampling: null, duplicates: null, firstTs, lastTs, clockSkewSeconds: null, labels: null,
    },
  };
};
