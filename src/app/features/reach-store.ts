import { createFeastStore } from "../../adapters/features/feast/index.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { OnlineFeatureStore } from "../../ports/online-features.ts";
import { isProduction } from "../../core/judge/is-production.ts";
import type { CommandIo } from "../command-io.ts";
import { headersOf, pem } from "../connect/connect-environment.ts";
import { parseTarget } from "../connect/parse-target.ts";
import { redactError } from "../connect/redact-client.ts";
import { createSecrets, refuseWrittenSecrets } from "../connect/resolve-secret.ts";
import type { FeaturesOptions } from "./features-options.ts";

export interface ReachedStore {
  readonly name: string;
  readonly production: boolean;
  readonly store: OnlineFeatureStore;
  close(): Promise<void>;
}

/** Opens the way to the online store; nobody is asked yet. LS106 for what is no URL, LS103 and LS104 for secrets. */
export const reachStore = async (options: FeaturesOptions, io: CommandIo, runId: string): Promise<ReachedStore> => {
  const target = parseTarget(options.online, { cwd: io.cwd, env: io.env });
  if (target.kind !== "endpoint") throw new LockstepError("LS106", { message: `the online store is asked over HTTP, and ${options.online} is no address`, place: options.online, todo: "Give the URL of its feature server first, then the offline file." });
  refuseWrittenSecrets(options.header);
  const secrets = createSecrets({ env: io.env, cwd: io.cwd, keepSecret: io.keepSecret });
  const name = target.name ?? "online";
  const production = isProduction(name);
  const { createTransport } = await import("../../adapters/transport/undici/index.ts");
  const transport = createTransport({
    url: target.address, headers: await headersOf(target, { headers: options.header }, secrets), ca: await pem(options.ca, "--ca", io.cwd), timeoutMs: options.timeout * 1000, connections: 1,
    marking: production ? { runId } : null,
  });
  const store = createFeastStore(transport, new URL(target.address).pathname);
  const ask: OnlineFeatureStore["ask"] = (...asked) => store.ask(...asked).catch((error: unknown) => { throw redactError(error, secrets.redact); });
  return { name, production, store: { ...store, ask }, close: () => transport.close() };
};
