import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** LS708 for a name that is not this server's: a page elsewhere could have its own name lead here. `names` without ports. */
export const checkHost = (request: Request, names: readonly string[]): void => {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (!names.includes(name)) throw new LockstepError("LS708", { message: `it was asked as ${name}, and is known as ${names.join(", ")}`, place: "Host" });
};
