import type { Manifest } from "../../core/domain/manifest.ts";
import { defaultIncidentPolicy, type IncidentPolicy } from "../../core/incident/incident-policy.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";

/** What was agreed under `watch:` about incidents, over the defaults. */
export const incidentPolicyOf = ({ watch }: Pick<Manifest, "watch">): IncidentPolicy => ({
  ...defaultIncidentPolicy,
  closeAfter: watch?.closeAfter ?? defaultIncidentPolicy.closeAfter,
  escalate: (watch?.escalate ?? []).map(({ after, to }) => ({ afterMs: readDuration(after) ?? 0, to })),
});
