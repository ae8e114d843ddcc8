import { isIP } from "node:net";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/**
 * LS708 for a name that is not this server's: a page elsewhere could have its own name lead here, and would then be taken for a page of ours. `names` without ports, in lower case.
 * An address in numbers cannot be made to lead elsewhere, and is how probes and scrapers of clusters ask.
 */
export const checkHost = (request: Request, names: readonly string[]): void => {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const name = host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
  if (names.includes(name) || isIP(name.replace(/^\[(.*)\]$/, "$1")) > 0) return;
  const shown = name.slice(0, 120);
  throw new LockstepError("LS708", { message: `it was asked as ${shown}, and is known as ${names.join(", ")}`, place: "Host", todo: `If people should reach it so, add to lockstep.yaml: server: { allowedHosts: [${JSON.stringify(shown)}] }` });
};
