import type { Principal } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** LS702 when this token is for other models. */
export const mustMayModel = ({ models, name }: Principal, model: string | null): void => {
  if (models !== null && (model === null || !models.includes(model))) throw new LockstepError("LS702", { message: `${name} is for ${models.join(", ")}, not for ${model ?? "what names no model"}` });
};
