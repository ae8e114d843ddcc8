import { addressOf } from "../api/call.ts";
import type { ResultOf } from "../api/api-types.ts";
import { type Asked, useAnswer } from "../api/use-api.ts";

export type NewestLook = ResultOf<"get", "/api/v1/hypotheses/{model}/{name}">;

/** The model and name of the hypothesis that a subject is about (`credit/precision`); null for a review, a check or an environment. */
export const hypothesisNamed = (subject: string): { readonly model: string; readonly name: string } | null => {
  const [, model, name] = /^([^\s/]+)\/([^\s/]+)$/.exec(subject) ?? [];
  return model === undefined || name === undefined ? null : { model, name };
};

/** The newest look at the hypothesis that an incident is about; asks nothing where it is about none. */
export const useHypothesisOf = (subject: string): Asked<NewestLook> => {
  const params = hypothesisNamed(subject);
  return useAnswer<NewestLook>(params === null ? null : addressOf("/api/v1/hypotheses/{model}/{name}", { params }), ["run"]);
};
