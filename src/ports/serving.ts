import type { DType } from "../core/domain/dtype.ts";
import type { JsonValue } from "../core/json/json-value.ts";
import type { Transport } from "./transport.ts";

/** One input row: values by column, in the order in which they are to be sent. */
export type InputRow = ReadonlyMap<string, JsonValue>;

export interface SignatureField {
  readonly name: string;
  readonly dtype: DType;
  /** -1 is a variable dimension; the first one is the batch where the protocol batches. */
  readonly shape: readonly number[];
  /** Whether the model says that the value may be null. */
  readonly nullable?: boolean;
}

/** What a model says of itself; null where it does not say. */
export interface ModelDescription {
  readonly model: string | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly inputs: readonly SignatureField[] | null;
  readonly outputs: readonly SignatureField[] | null;
  /** Whether columns travel by name, so that their order can be shuffled. */
  readonly namedColumns: boolean;
  /** Whether one request can carry several rows. */
  readonly batches: boolean;
  /** One sentence: what was asked of whom to find this out. */
  readonly detection: string;
}

/** A scalar of an answer with the type it was written in. */
export interface OutputValue {
  readonly dtype: DType;
  readonly value: null | boolean | string | bigint | number;
}

/** Outputs of one row by path: `score`, `probabilities[1]`, `detail.label`. */
export type OutputRow = ReadonlyMap<string, OutputValue>;

export interface Prediction {
  readonly status: number | null;
  /** As many as rows were asked, in their order. */
  readonly rows: readonly OutputRow[];
  readonly latencyMs: number;
  /** Which replica answered, when the answer says so. */
  readonly replica: string | null;
}

/** A model that can be asked. Makes no retries; rejects with a LockstepError (LS3xx, LS4xx). */
export interface ModelClient {
  readonly protocol: string;
  readonly address: string;
  describe(signal?: AbortSignal): Promise<ModelDescription>;
  predict(rows: readonly InputRow[], signal?: AbortSignal): Promise<Prediction>;
  close(): Promise<void>;
}

/** Options that any protocol may need; a protocol ignores none that it was given: those it cannot use are LS105. */
export interface ServingOptions {
  /** Path given by the user after the host, `/` when none. */
  readonly path: string;
  readonly model: string | null;
  readonly version: string | null;
  /** Request template for plain JSON endpoints; for other protocols the name of one of their request layouts. */
  readonly template: string | null;
  /** Header that names the replica that answered; null to use the usual ones. */
  readonly replicaHeader: string | null;
  /** The input columns when they are known: what does not fit is then said before the first row is sent. */
  readonly columns?: readonly string[] | null;
}

/** The plug-in: a folder in `adapters/serving/` and one line in the registry. */
export interface ServingProtocol {
  readonly id: string;
  readonly label: string;
  /** Whether the server at the other end speaks this protocol; a sentence why when it does, null when not. */
  recognise(transport: Transport, options: ServingOptions): Promise<string | null>;
  create(transport: Transport, options: ServingOptions): ModelClient;
}
