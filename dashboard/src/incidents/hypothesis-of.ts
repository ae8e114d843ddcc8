import { addressOf } from "../api/call.ts";
import type { ResultOf } from "../api/api-types.ts";
import { type Asked, useAnswer } from "../api/use-api.ts";
import type { WholeIncident } from "./incident-acts.tsx";

export type NewestLook = ResultOf<"get", "/api/v1/hypotheses/{model}/{name}">;

/** The newest look at the hypothesis that an incident is about; asks nothing where it is about none, or where nobody looks at it any longer. */
export const useHypothesisOf = ({ hypothesis: params }: Pick<WholeIncident, "hypothesis">): Asked<NewestLook> =>
  useAnswer<NewestLook>(params === null ? null : addressOf("/api/v1/hypotheses/{model}/{name}", { params }), ["run"]);
