import type { Principal } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** LS702 when this token is for other models; null is what belongs to none, or to all. Which model it is stays untold: whoever asked for a run by its id need not know. */
export const mustMayModel = (principal: Principal, model: string | null): void => {
  if (principal.models !== null && (model === null || !principal.models.includes(model))) throw notForModel(principal, model);
};

/** What is said then, for whoever found it out elsewhere. */
export const notForModel = ({ models, name }: Principal, model: string | null): LockstepError =>
  new LockstepError("LS702", { message: `${name} is for ${models?.join(", ") ?? "all models"}, and this ${model === null ? "belongs to no one model" : "belongs to another"}`, todo: "Ask an admin of this server for a token that is for it." });
