import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ModelClient } from "../../ports/serving.ts";
import type { SdkClient } from "../../ports/sdk.ts";
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
    describe: (signal) => client.describe(signal).then((description) => redactTexts(description, redact), clean),
    predict: (rows, signal) => client.predict(rows, signal).catch(clean),
    close: () => client.close(),
  };
}

/** The SDK's client likewise: neither what it complains about nor what it says of its process holds a secret that was sent to it. */
export function redactSdk(sdk: SdkClient, { redact }: Pick<Secrets, "redact">): SdkClient {
  const cleaned = <Result>(work: Promise<Result>): Promise<Result> =>
    work.then((result) => redactTexts(result, redact), (error: unknown) => {
      throw redactError(error, redact);
    });
  return {
    address: sdk.address,
    endpoints: sdk.endpoints,
    fingerprint: (signal) => cleaned(sdk.fingerprint(signal)),
    resources: (signal) => cleaned(sdk.resources(signal)),
    preprocess: (input, signal) => cleaned(sdk.preprocess(input, signal)),
  };
}

/** A plain value with every text in it redacted; anything that is no list and no plain object stays itself. */
const redactTexts = <Value>(value: Value, redact: (text: string) => string): Value => {
  if (typeof value === "string") return redact(value) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => redactTexts(each, redact)) as Value;
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [redact(key), redactTexts(each as unknown, redact)])) as Value;
};
