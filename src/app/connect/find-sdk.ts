import { openSdk } from "../../adapters/sdk/http/open-sdk.ts";
import { tapTransport } from "../../adapters/sdk/http/tapped-transport.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { tokenVariable, usualMount } from "../../core/fingerprint/sdk-mount.ts";
import type { AskTraced, SdkClient } from "../../ports/sdk.ts";
import type { ModelClient } from "../../ports/serving.ts";
import type { Transport } from "../../ports/transport.ts";
import { redactError, redactSdk } from "./redact-client.ts";
import type { Secrets } from "./resolve-secret.ts";

export interface FoundSdk {
  readonly sdk: SdkClient | null;
  /** Asks with the tap open; null where the server traces no stages. */
  readonly askTraced: AskTraced | null;
  /** Why there is none, in words; null when there is one. */
  readonly why: string | null;
}

export const noSdk = (why: string): FoundSdk => ({ sdk: null, askTraced: null, why });

export interface FindSdkOptions {
  /** Path or URL given by people; null to look at the usual place. */
  readonly mount: string | null;
  /** The environment's own protocol over another transport. */
  readonly create: (transport: Transport) => ModelClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Keeps the token out of every text, and what the SDK says free of what was sent to it. */
  readonly secrets: Pick<Secrets, "keep" | "redact">;
}

/**
 * Looks for the SDK in a server that is connected already, with its credentials and port-forward. A mount that people named must be there
 * (LS320) and let us in (LS304); at the usual place, nothing is a fine answer.
 */
export const findSdkBehind = async (transport: Transport, { mount, create, env, secrets }: FindSdkOptions, signal?: AbortSignal): Promise<FoundSdk> => {
  const token = env[tokenVariable] === "" ? null : (env[tokenVariable] ?? null);
  if (token !== null) secrets.keep(token);
  const path = mount === null ? usualMount : pathOf(mount, transport.address);
  const found = await openSdk(transport, { mount: path, token }, signal).catch((error: unknown) => {
    if (mount !== null || !(error instanceof LockstepError)) throw redactError(error, secrets.redact);
    return "absent" as const;
  });
  const place = `${transport.address}${path}`;
  if (found === "refused") {
    const message = token === null ? `the SDK at ${place} answers only with its token` : `the SDK at ${place} does not accept the token in ${tokenVariable}`;
    if (mount !== null) throw new LockstepError("LS304", { message, place, todo: `Set ${tokenVariable} to the token that the server has.` });
    return noSdk(`${message} (${tokenVariable})`);
  }
  if (found === "absent") {
    if (mount !== null) throw new LockstepError("LS320", { message: `no SDK is mounted at ${place}`, place, todo: "Mount it in the server (lockstep.mount(app)), or name its path." });
    return noSdk(`no SDK at ${place}`);
  }
  return { sdk: redactSdk(found, secrets), askTraced: found.endpoints.has("stages") ? asker(transport, create, token) : null, why: null };
};

const asker = (transport: Transport, create: (transport: Transport) => ModelClient, token: string | null): AskTraced => {
  const tap = tapTransport(transport, token);
  const client = create(tap.transport);
  let described: Promise<unknown> | null = null;
  return async (row, id, signal) => {
    // A protocol may have to learn the model's inputs before it can ask.
    described ??= client.describe(signal);
    await described;
    tap.open(id);
    const prediction = await client.predict([row], signal);
    return { prediction, stages: tap.stages() };
  };
};

const pathOf = (mount: string, origin: string): string => {
  if (mount.startsWith("/")) return mount;
  const url = URL.canParse(mount) ? new URL(mount) : null;
  if (url === null) throw new LockstepError("LS102", { message: `${mount} is neither a path nor a URL`, place: "--sdk" });
  if (url.origin !== origin) throw new LockstepError("LS102", { message: `the SDK is to be asked at ${url.origin}, the model at ${origin}: both must be one server`, place: "--sdk", todo: "Give the path of the mount; for a fingerprint from elsewhere give --fingerprint URL." });
  return url.pathname;
};
