import type { Run } from "./run.ts";

/** What a run holds of agreements, fingerprints and stages when it is a check of two targets and nothing more. */
export const plainCheck = { agreement: null, fingerprints: [], differences: [], resources: [], budgets: [], trace: null, cases: [], reported: [], baseline: null, since: null } satisfies Partial<Run>;
