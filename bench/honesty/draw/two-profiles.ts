import type { CategoryProfile, ColumnProfile, ColumnSpec, CrossMoments, JudgedProfile, NumericProfile, OperationsProfile, Profile, ProfileCell, ProfileSpec } from "../../../src/core/domain/profile.ts";
import { specDigest } from "../../../src/core/profile/spec-digest.ts";

export const gamma = 1.01 / 0.99;

/** Both sides of one column, and what the reference froze of it. */
export interface DrawnColumn {
  readonly spec: ColumnSpec;
  readonly reference: ColumnProfile;
  readonly candidate: ColumnProfile;
}

/** What is known of both sides beside their columns. */
export interface DrawnRest {
  readonly judged?: { readonly spec: ProfileSpec["judged"][number]; readonly reference: JudgedProfile; readonly candidate: JudgedProfile };
  readonly operations?: { readonly reference: OperationsProfile; readonly candidate: OperationsProfile };
  readonly segments?: { readonly spec: ProfileSpec["segments"]; readonly reference: readonly ProfileCell[]; readonly candidate: readonly ProfileCell[] };
  readonly blocks?: { readonly count: number; readonly reference: ProfileCell["blocks"]; readonly candidate: ProfileCell["blocks"] };
  readonly positive?: string;
  readonly cross?: { readonly reference: CrossMoments; readonly candidate: CrossMoments };
}

export interface ProfilePair {
  readonly reference: Profile;
  readonly candidate: Profile;
}

export const noOperations: OperationsProfile = { latency: null, statuses: null, errors: null, firstTs: null, lastTs: null };

/** Two profiles of one spec, as `lockstep compare` would hand them to its checks. */
export const twoProfiles = (sizes: { readonly reference: number; readonly candidate: number }, columns: readonly DrawnColumn[], rest: DrawnRest = {}): ProfilePair => {
  const spec: ProfileSpec = {
    schemaVersion: 1, gamma, columns: columns.map((column) => column.spec), window: "all", segments: rest.segments === undefined ? [] : [...rest.segments.spec], blocks: rest.blocks?.count ?? 0, positive: rest.positive ?? null,
    judged: rest.judged === undefined ? [] : [rest.judged.spec], correlationShare: 1, cross: rest.cross?.reference.columns ?? [],
  };
  const digest = specDigest(spec);
  const profile = (side: "reference" | "candidate"): Profile => ({
    schemaVersion: 1, name: side, spec, specDigest: digest, sources: [{ source: side, digest: side, rows: sizes[side], takenAt: "2026-01-01T00:00:00.000Z", tool: "bench" }], absent: [],
    cells: [
      {
        window: null, segment: null, rows: sizes[side], columns: Object.fromEntries(columns.map((column) => [column.spec.name, column[side]])), judged: rest.judged === undefined ? [] : [rest.judged[side]],
        blocks: rest.blocks === undefined ? [] : [...rest.blocks[side]], blockSeconds: null, cross: rest.cross?.[side] ?? null, operations: rest.operations?.[side] ?? noOperations,
      },
      ...(rest.segments?.[side] ?? []),
    ],
  });
  return { reference: profile("reference"), candidate: profile("candidate") };
};

export const numericColumn = (name: string, sides: { readonly reference: NumericProfile; readonly candidate: NumericProfile }, more: Partial<ColumnSpec> = {}): DrawnColumn =>
  ({ spec: { name, role: "feature", kind: "numeric", binning: "pivot", pivot: 0, categories: null, ...more }, ...sides });

export const categoryColumn = (name: string, sides: { readonly categories: readonly string[]; readonly reference: CategoryProfile; readonly candidate: CategoryProfile }, more: Partial<ColumnSpec> = {}): DrawnColumn =>
  ({ spec: { name, role: "feature", kind: "category", binning: null, pivot: null, categories: [...sides.categories], ...more }, reference: sides.reference, candidate: sides.candidate });
