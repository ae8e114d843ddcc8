import { z } from "zod";
import { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { ResourceSample } from "../../../core/domain/resource-use.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { answerText } from "../../../core/answers/answer-text.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { tokenHeader } from "../../../core/fingerprint/sdk-mount.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { PreprocessedRow, SdkClient } from "../../../ports/sdk.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";

const Greeting = z.object({ lockstep: z.literal("sdk"), schemaVersion: z.literal(1), endpoints: z.array(z.string()) });
const Preprocessed = z.object({ outputs: z.array(z.unknown()).length(1), names: z.array(z.string()).nullish(), dtype: z.string().nullish(), shape: z.array(z.number()).nullish() });
const Refused = z.object({ error: z.string() });
const Resources = ResourceSample.extend({ processes: ResourceSample.shape.processes.catch(1), source: z.string().default("the SDK's resources endpoint") });

export interface OpenSdkOptions {
  /** Path of the mount, `/lockstep`. */
  readonly mount: string;
  /** Resolved already; null where none is known. */
  readonly token: string | null;
}

/**
 * The SDK behind this transport, or why there is none to speak to: nothing is mounted there (`absent`), or it is and does not let us in (`refused`).
 */
export const openSdk = async (transport: Transport, { mount, token }: OpenSdkOptions, signal?: AbortSignal): Promise<SdkClient | "absent" | "refused"> => {
  const base = mount.replace(/\/+$/, "");
  const headers: Readonly<Record<string, string>> = token === null ? {} : { [tokenHeader]: token };
  const abort = (own?: AbortSignal): { readonly signal?: AbortSignal } => (own === undefined ? {} : { signal: own });
  const greeting = await transport.send({ method: "GET", url: `${base}/`, headers, ...abort(signal) });
  if ((greeting.status === 401 || greeting.status === 403) && speaksOfLockstep(greeting)) return "refused";
  const greeted = greeting.status === 200 ? Greeting.safeParse(plainJson(greeting)) : null;
  if (greeted === null || !greeted.success) return "absent";

  const get = async <S extends z.ZodType>(path: string, schema: S, own?: AbortSignal): Promise<z.output<S>> => {
    const place = `${transport.address}${base}/${path}`;
    const answer = await transport.send({ method: "GET", url: `${base}/${path}`, headers, ...abort(own) });
    // Refused or not JSON is told by the one reader of answers.
    readAnswer(answer, place);
    return parsed(schema, plainJson(answer), place);
  };
  return {
    address: `${transport.address}${base}`,
    endpoints: new Set(greeted.data.endpoints),
    fingerprint: (own) => get("fingerprint", Fingerprint, own),
    resources: (own) => get("resources", Resources, own),
    async preprocess(input, own): Promise<PreprocessedRow> {
      const place = `${transport.address}${base}/preprocess`;
      const body = writeJson({ name: null, inputs: [Object.fromEntries(input)] });
      const answer = await transport.send({ method: "POST", url: `${base}/preprocess`, headers: { ...headers, "content-type": "application/json" }, body, ...abort(own) });
      if (answer.status === 422) throw new LockstepError("LS406", { message: Refused.safeParse(plainJson(answer)).data?.error ?? answerText(answer), place });
      const read = readAnswer(answer, place);
      const { names, dtype, shape } = parsed(Preprocessed, plainJson(answer), place);
      const outputs = (read as { readonly outputs: readonly JsonValue[] }).outputs;
      return { output: outputs[0] ?? null, names: names ?? null, dtype: dtype ?? null, shape: shape ?? null };
    },
  };
};

const parsed = <S extends z.ZodType>(schema: S, value: unknown, place: string): z.output<S> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LockstepError("LS404", { message: `the SDK's answer is not what spec/sdk.md says: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`, place, todo: "Update the SDK in the server." });
};

/** JSON whose numbers need no care: what the SDK writes of itself. */
const plainJson = (answer: TransportAnswer): unknown => {
  try {
    return JSON.parse(answerText(answer));
  } catch {
    // Some other program's page: no SDK.
    return null;
  }
};

const speaksOfLockstep = (answer: TransportAnswer): boolean => /lockstep/i.test(answerText(answer));
