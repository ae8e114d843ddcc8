import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { GateVerdict } from "../../core/gate/gate-verdict.ts";
import { createSecrets } from "../connect/resolve-secret.ts";
import type { ServerWorld } from "../serve/server-world.ts";

/** The name that the newest version has which passed. */
export const passedAlias = "lockstep-passed";

const timeoutMs = 20_000;
/** Registries cut what is longer. */
const longest = 1_000;

/**
 * Writes a verdict to the registry: tags on the version (`lockstep.verdict` and what it rests on), and the alias `lockstep-passed` after a pass; after anything else the alias is taken away
 * where this version has it. The same verdict again changes nothing. LS752 when the registry does not take it.
 */
export const writeBack = async ({ loaded, io }: Pick<ServerWorld, "loaded" | "io">, model: string, version: string, told: GateVerdict, url: string): Promise<void> => {
  const to = loaded?.manifest.server?.writeBack;
  if (to === undefined) return;
  const headers = await createSecrets(io).resolveHeaders(Object.entries(to.headers ?? {}).map(([name, value]) => ({ name, value })));
  const call = async (method: "GET" | "POST" | "DELETE", path: string, body: Readonly<Record<string, string>>): Promise<unknown> => {
    const address = new URL(`${to.mlflow.replace(/\/+$/, "")}/api/2.0/mlflow/${path}`);
    if (method === "GET") for (const [name, value] of Object.entries(body)) address.searchParams.set(name, value);
    const failed = (message: string, cause?: unknown): LockstepError => new LockstepError("LS752", { message: `MLflow did not take what ${path} says of ${model} ${version}: ${io.redact(message)}`, place: "server.writeBack", todo: "Look at the registry; it is written again by itself, and GET /api/v1/write-backs shows what waits.", cause });
    const response = await fetch(address, { method, headers: { ...headers, "content-type": "application/json" }, ...(method === "GET" ? {} : { body: JSON.stringify(body) }), signal: AbortSignal.any([io.signal, AbortSignal.timeout(timeoutMs)]), redirect: "error" })
      .catch((cause: unknown) => { throw failed((cause as Error).message, cause); });
    const text = await response.text();
    if (!response.ok) throw failed(`${response.status} ${text.slice(0, 300)}`);
    return text === "" ? {} : JSON.parse(text);
  };
  const tags = { "lockstep.verdict": told.verdict, "lockstep.decision": told.decision, "lockstep.sentence": told.sentence.slice(0, longest), "lockstep.environment": told.environment, "lockstep.run": told.run ?? "none", "lockstep.url": told.run === null ? url : `${url}/runs/${told.run}` };
  for (const [key, value] of Object.entries(tags)) await call("POST", "model-versions/set-tag", { name: model, version, key, value });
  if (told.verdict === "pass") await call("POST", "registered-models/alias", { name: model, alias: passedAlias, version });
  else {
    const { model_version: held } = (await call("GET", "model-versions/get", { name: model, version })) as { readonly model_version?: { readonly aliases?: readonly string[] } };
    if (held?.aliases?.includes(passedAlias) === true) await call("DELETE", "registered-models/alias", { name: model, alias: passedAlias });
  }
};
