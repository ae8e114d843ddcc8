import type { z } from "zod";
import { type ActualValues, caseTolerance, formFlaw, refusalFlaw, valuesFlaw } from "../../checks/preprocessing/judge-case.ts";
import type { PreprocessingCase } from "../../core/domain/manifest.ts";
import type { PreprocessingCaseResult } from "../../core/domain/stage.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../core/json/json-value.ts";
import type { AskTraced, PreprocessedRow, SdkClient } from "../../ports/sdk.ts";
import type { InputRow, ModelClient } from "../../ports/serving.ts";

type Case = z.infer<typeof PreprocessingCase>;
type Scalar = ActualValues["values"][number];

export interface CaseSide {
  readonly name: string;
  readonly client: ModelClient;
  readonly sdk: SdkClient | null;
  readonly askTraced: AskTraced | null;
}

/** Runs every agreed case in one environment, through whatever it expects: the packed transform, tapped stages, or the model's answer. */
export const runCases = async (cases: readonly Case[], side: CaseSide, signal: AbortSignal): Promise<PreprocessingCaseResult[]> => {
  const results: PreprocessingCaseResult[] = [];
  for (const each of cases) results.push(...(await runCase(each, side, signal)));
  return results;
};

const runCase = async (agreed: Case, side: CaseSide, signal: AbortSignal): Promise<PreprocessingCaseResult[]> => {
  const { expect } = agreed;
  const row: InputRow = new Map(Object.entries(agreed.input).map(([name, value]) => [name, asWritten(value)]));
  const throughTransform = expect.preprocessed !== undefined || expect.dtype !== undefined || expect.shape !== undefined;
  const results: PreprocessingCaseResult[] = [];
  const packed = side.sdk?.endpoints.has("preprocess") === true;
  if (throughTransform || (expect.error !== undefined && packed)) results.push(await throughPreprocessing(agreed, row, side, signal));
  // What must be refused must be refused by what is served: a transform beside it that refuses protects nobody. The words are the transform's where there is one.
  if (expect.output !== undefined || expect.error !== undefined) results.push(await throughModel(packed && expect.error !== undefined ? { ...agreed, expect: { ...expect, error: true } } : agreed, row, side, signal));
  if (expect.stages !== undefined) results.push(...(await throughStages(agreed, row, side, signal)));
  return results;
};

const throughPreprocessing = async (agreed: Case, row: InputRow, side: CaseSide, signal: AbortSignal): Promise<PreprocessingCaseResult> => {
  const tell = teller(agreed, side, "preprocessing");
  if (side.sdk === null || !side.sdk.endpoints.has("preprocess")) return tell("error", `${side.name} offers no packed preprocessing to run it through`);
  const answer = await attempt(() => (side.sdk as SdkClient).preprocess(row, signal), signal);
  if (answer.failed !== null && !answer.refused) return tell("error", answer.failed);
  const { expect, tolerance = caseTolerance } = agreed;
  if (expect.error !== undefined) return tell.flaw(refusalFlaw(expect.error, answer.failed));
  if (answer.value === null) return tell("fail", `it was refused: ${answer.failed}`);
  const flaw = formFlaw(expect, answer.value) ?? (expect.preprocessed === undefined ? null : valuesFlaw(expect.preprocessed, valuesOf(answer.value), tolerance));
  return tell.flaw(flaw);
};

const throughModel = async (agreed: Case, row: InputRow, side: CaseSide, signal: AbortSignal): Promise<PreprocessingCaseResult> => {
  const tell = teller(agreed, side, "output");
  const answer = await attempt(() => side.client.predict([row], signal), signal);
  if (answer.failed !== null && !answer.refused) return tell("error", answer.failed);
  const { expect, tolerance = caseTolerance } = agreed;
  if (expect.error !== undefined) return tell.flaw(refusalFlaw(expect.error, answer.failed));
  const output = answer.value?.rows[0];
  if (output === undefined) return tell("fail", `it was refused: ${answer.failed ?? "no answer"}`);
  return tell.flaw(valuesFlaw(expect.output ?? {}, { names: [...output.keys()], values: [...output.values()].map(({ value }) => plain(value)) }, tolerance));
};

const throughStages = async (agreed: Case, row: InputRow, side: CaseSide, signal: AbortSignal): Promise<PreprocessingCaseResult[]> => {
  const wanted = Object.entries(agreed.expect.stages ?? {});
  const { askTraced } = side;
  if (askTraced === null) return wanted.map(([stage]) => teller(agreed, side, `stage:${stage}`)("error", `${side.name} tells no stages`));
  const answer = await attempt(() => askTraced(row, `case-${agreed.name.replaceAll(/[^A-Za-z0-9-]+/g, "-").slice(0, 50)}`, signal), signal);
  return wanted.map(([stage, expected]) => {
    const tell = teller(agreed, side, `stage:${stage}`);
    if (answer.value === null) return tell(answer.refused ? "fail" : "error", `it was not answered: ${answer.failed}`);
    const sample = answer.value.stages?.find(({ name }) => name === stage);
    if (sample === undefined) return tell("error", `no stage ${stage} ran for it (seen: ${answer.value.stages?.map(({ name }) => name).join(", ") || "none"})`);
    if (sample.values === null) return tell("error", `the stage's values did not travel: ${sample.note ?? "only their digest"}`);
    return tell.flaw(valuesFlaw(expected, { values: sample.values, names: sample.names }, agreed.tolerance ?? caseTolerance));
  });
};

interface Attempt<T> {
  readonly value: T | null;
  /** What was said instead of an answer. */
  readonly failed: string | null;
  /** Whether the input was refused, and not the environment out of reach. */
  readonly refused: boolean;
}

/** Answers that tell of the input, not of the network. */
const refusals: ReadonlySet<string> = new Set(["LS405", "LS406"]);

const attempt = async <T>(ask: () => Promise<T>, signal: AbortSignal): Promise<Attempt<T>> => {
  try {
    return { value: await ask(), failed: null, refused: false };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LockstepError)) throw error;
    return { value: null, failed: error.message, refused: refusals.has(error.code) };
  }
};

const teller = (agreed: Case, side: CaseSide, through: string) => {
  const tell = (verdict: PreprocessingCaseResult["verdict"], what: string): PreprocessingCaseResult => ({ case: agreed.name, environment: side.name, through, verdict, statement: `${agreed.name} on ${side.name}: ${what}` });
  const flaw = (found: string | null): PreprocessingCaseResult => (found === null ? tell("pass", "as expected") : tell("fail", found));
  return Object.assign(tell, { flaw });
};

/** YAML knows one kind of number: a whole one is sent as an integer. */
const asWritten = (value: string | number | boolean | null): JsonValue => (typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value);

const plain = (value: string | number | bigint | boolean | null): Scalar => (typeof value === "bigint" ? Number(value) : value);

const valuesOf = ({ output, names }: PreprocessedRow): ActualValues => {
  if (Array.isArray(output)) return { values: output.flat(Infinity).map((value) => scalar(value as JsonValue)), names };
  if (output !== null && typeof output === "object") return { values: Object.values(output).map((value) => scalar(value as JsonValue)), names: Object.keys(output) };
  return { values: [scalar(output)], names };
};

const scalar = (value: JsonValue): Scalar => (typeof value === "bigint" ? Number(value) : value === null || typeof value !== "object" ? value : JSON.stringify(value));
