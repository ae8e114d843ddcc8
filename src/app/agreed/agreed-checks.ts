import { dirname, resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { defaultStore } from "../check/check-defaults.ts";
import type { CheckOptions } from "../check/check-options.ts";
import type { RawFlags } from "../check/parse-check-options.ts";
import type { CommandIo } from "../command-io.ts";
import { postComment } from "../ci/post-comment.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { noStore, openExistingStore, openStore } from "../open-store.ts";
import { pushAfter } from "../push/push-after.ts";
import type { PushOptions } from "../push/push-options.ts";
import { isStdout } from "../report-destination.ts";
import { readSigningKey } from "../sign-off/read-keys.ts";
import { refuseOtherFile, writeSignOff } from "../sign-off/write-sign-off.ts";
import type { AgreedOptions } from "./agreed-options.ts";
import { lastVerdicts, pairName } from "./last-verdicts.ts";
import type { ComparedPair } from "./pair-outputs.ts";
import { runAgreedCheck } from "./run-agreed-checks.ts";
import { sinceOfPairs } from "./since-of-pairs.ts";
import { isUnjudged } from "./unjudged-pairs.ts";
import { worstExitCode } from "./worst-exit-code.ts";

export interface AgreedRequest {
  readonly loaded: LoadedManifest;
  readonly pairs: readonly ComparedPair[];
  readonly agreed: AgreedOptions;
  /** What was typed for the comparison. */
  readonly typed: RawFlags;
  readonly complete: (options: CheckOptions) => Promise<CheckOptions>;
  /** Tells a failure of one pair while others are still to come. */
  readonly tell: (error: unknown) => ExitCode;
  /** Where each run goes once it is stored; null: nowhere. */
  readonly push: PushOptions | null;
}

/**
 * Every pair of the manifest that was asked for, one after the other; a pair that cannot be judged does not keep the next from being. The exit code is
 * the worst of them.
 */
export const runAgreedChecks = async (request: AgreedRequest, io: CommandIo): Promise<ExitCode> => {
  const { agreed } = request;
  const pairs = agreed.failed ? await failedPairs(request, io) : request.pairs;
  if (pairs.length === 0) {
    io.note("every pair passed when it was last compared; nothing to do again");
    return ExitCode.proceed;
  }
  if (agreed.signOff !== null && pairs.length > 1) throw new LockstepError("LS105", { message: `--sign-off signs one pair, and these would be compared: ${listOf(pairs.map(pairName))}`, place: "--sign-off", todo: "Name one pair: lockstep check REFERENCE CANDIDATE --model NAME --sign-off FILE" });
  if (agreed.signOff !== null) {
    await refuseUnsignable(agreed.signOff, agreed.signingKey, io);
    const known = (request.loaded.manifest.policy?.signOff?.signers ?? []).length > 0;
    if (!known && agreed.signer === null) throw new LockstepError("LS102", { message: "nobody is named as the signer: the manifest names no signers", place: "--signer", todo: "Name who signs with --signer NAME, or the trusted keys under policy.signOff.signers." });
  }
  const onStdout = request.typed["json"] === true ? "--json" : outputsOf(request).find(isStdout);
  if (onStdout !== undefined && pairs.length > 1) throw new LockstepError("LS105", { message: `${onStdout === "--json" ? onStdout : `-o ${onStdout}`} prints one run, and these would be compared: ${listOf(pairs.map(pairName))}`, place: onStdout === "--json" ? onStdout : `-o ${onStdout}`, todo: "Name one pair, or write files: -o run.json" });
  const since = typeof request.typed["since"] === "string" ? await sinceOfPairs(request.typed["since"], pairs, storeOf(request), io) : new Map<string, string>();
  const codes: ExitCode[] = [];
  const told: string[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (pairs.length > 1) io.progress({ kind: "step", step: "pair", detail: pairName(pair) });
    const code = await one(request, pairs.slice(index), since.get(pairName(pair)) ?? null, io).catch((error: unknown) => {
      if (pairs.length === 1 || io.signal.aborted) throw error;
      return request.tell(error);
    });
    codes.push(code);
    told.push(`${pairName(pair)}: exit code ${code}`);
  }
  if (pairs.length > 1) io.out(`${countOf(pairs.length, "pair")} compared\n${told.map((line) => `  ${line}\n`).join("")}`);
  return worstExitCode(codes);
};

const outputsOf = ({ typed }: AgreedRequest): readonly string[] => (Array.isArray(typed["output"]) ? typed["output"].map(String) : []);

/** As typed, else as agreed, relative to the manifest. */
const storeOf = ({ typed, loaded: { path, manifest } }: AgreedRequest): string =>
  typeof typed["store"] === "string" ? typed["store"] : manifest.store === undefined ? defaultStore : resolve(dirname(path), manifest.store);

/** Compares the first of the pairs that are still to come. */
const one = async (request: AgreedRequest, pending: readonly ComparedPair[], since: string | null, io: CommandIo): Promise<ExitCode> => {
  const { since: _typed, ...others } = request.typed;
  const typed = since === null ? others : { ...others, since };
  // A file keeps its name, however many of the pairs are compared this time.
  const { run, options } = await runAgreedCheck({ loaded: request.loaded, pending, pairs: request.pairs.length, typed, complete: request.complete }, io);
  await postComment(run, io);
  if (request.agreed.signOff !== null) await sign(request, run, io);
  const code = run.decision.exitCode as ExitCode;
  const verdict = options.exitZero && (code === ExitCode.fail || code === ExitCode.inconclusive) ? ExitCode.proceed : code;
  return request.push === null ? verdict : worstExitCode([verdict, await pushAfter([run], request.push, options.store, io)]);
};

/** What would stop the signing is told before anything is asked. LS102, LS103, LS104, LS118, LS510. */
const refuseUnsignable = async (file: string, key: string | null, io: CommandIo): Promise<void> => {
  if (key === null) throw noKey();
  await refuseOtherFile(file, io.cwd);
  await readSigningKey(key, "--signing-key", io);
};

const noKey = (): LockstepError => new LockstepError("LS102", { message: "a sign-off needs a key", place: "--sign-off", todo: "Give one by reference: --signing-key file:PATH or env:NAME; make one with: lockstep keys new" });

const sign = async (request: AgreedRequest, run: Run, io: CommandIo): Promise<void> => {
  const { agreed } = request;
  if (agreed.signingKey === null) throw noKey();
  const store = await openStore(storeOf(request), io.cwd);
  try {
    await writeSignOff(run, { file: agreed.signOff ?? "", key: agreed.signingKey, signer: agreed.signer, environment: null }, io, { store, clock: systemClock });
  } finally {
    store.close();
  }
};

const failedPairs = async (request: AgreedRequest, io: CommandIo): Promise<readonly ComparedPair[]> => {
  const folder = storeOf(request);
  const store = await openExistingStore(folder, io.cwd);
  if (store === null) throw noStore(folder);
  try {
    const verdicts = lastVerdicts(store, request.pairs);
    return request.pairs.filter((pair) => verdicts.get(pairName(pair)) !== "pass" || isUnjudged(resolve(io.cwd, folder), pairName(pair)));
  } finally {
    store.close();
  }
};
