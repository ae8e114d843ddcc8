import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ModelClient } from "../../ports/serving.ts";
import type { Secrets } from "./resolve-secret.ts";

/** The error without the environment's secrets: a server may repeat a header in what it complains about. */
export function redactError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof LockstepError)) return error;
  const message = redact(error.message);
  const place = error.place === null ? null : redact(error.place);
  if (message === error.message && place === error.place) return error;
  return new LockstepError(error.code, { message, todo: redact(error.todo), ...(place === null ? {} : { place }) });
}

/** A client whose errors hold none of the environment's secrets; the client itself where there are none. */
export function redactClient(client: ModelClient, { any, redact }: Pick<Secrets, "any" | "redact">): ModelClient {
  if (!any()) return client;
  const clean = (error: unknown): never => {
    throw redactError(error, redact);
  };
  return {
    protocol: client.protocol,
    address: client.address,
    describe: (signal) => client.describe(signal).catch(clean),
    predict: (rows, signal) => client.predict(rows, signal).catch(clean),
    close: () => client.close(),
  };
}
