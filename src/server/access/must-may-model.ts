import type { Principal } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** LS702 when this token is for other models; null is what belongs to none, or to all. Which model it is stays untold: whoever asked for a run by its id need not know. */
export const mustMayModel = ({ models, name }: Principal, model: string | null): void => {
  if (models !== null && (model === null || !models.includes(model))) throw new LockstepError("LS702", { message: `${name} is for ${models.join(", ")}, and this ${model === null ? "belongs to no one model" : "belongs to another"}`, todo: "Ask an admin of this server for a token that is for it." });
};
