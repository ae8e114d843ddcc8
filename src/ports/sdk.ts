import type { Fingerprint } from "../core/domain/fingerprint.ts";
import type { ResourceSample } from "../core/domain/resource-use.ts";
import type { StageSample } from "../core/domain/stage.ts";
import type { JsonValue } from "../core/json/json-value.ts";
import type { InputRow, Prediction } from "./serving.ts";

/** What the packed preprocessing made of one row. */
export interface PreprocessedRow {
  /** Values in order, or by name. */
  readonly output: JsonValue;
  readonly names: readonly string[] | null;
  readonly dtype: string | null;
  readonly shape: readonly number[] | null;
}

/** The SDK inside a serving process, as spec/sdk.md describes it. Rejects with a LockstepError (LS3xx, LS4xx). */
export interface SdkClient {
  readonly address: string;
  /** What this server offers: `fingerprint`, `resources`, `preprocess`, `stages`. */
  readonly endpoints: ReadonlySet<string>;
  fingerprint(signal?: AbortSignal): Promise<Fingerprint>;
  resources(signal?: AbortSignal): Promise<ResourceSample>;
  /** LS406 with the transform's own words when it refuses the input. */
  preprocess(input: InputRow, signal?: AbortSignal): Promise<PreprocessedRow>;
}

/** An answer that was asked with the tap open. */
export interface TracedAnswer {
  readonly prediction: Prediction;
  /** In the order in which they ran; null when the server tells none. */
  readonly stages: readonly StageSample[] | null;
}

/** Asks one row with the tap open; `id` names the request in the server's own log. */
export type AskTraced = (row: InputRow, id: string, signal?: AbortSignal) => Promise<TracedAnswer>;
