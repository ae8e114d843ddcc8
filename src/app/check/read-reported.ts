import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createTransport } from "../../adapters/transport/undici/index.ts";
import { checkReported } from "../../checks/reported/check-reported.ts";
import { definitionsDiffer } from "../../checks/reported/definitions-differ.ts";
import type { JudgedClaim } from "../../checks/reported/judge-claim.ts";
import { readClaims } from "../../checks/reported/read-claims.ts";
import type { ReportedClaim } from "../../checks/reported/reported-claim.ts";
import { answerText } from "../../core/answers/answer-text.ts";
import { refusedStatus } from "../../core/answers/refuse-status.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { FeatureRelation } from "../../core/domain/prediction-relation.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { CommandIo } from "../command-io.ts";
import { createSecrets, type HeaderReference } from "../connect/resolve-secret.ts";
import type { AgreedCheck } from "./agreed-check.ts";
import type { CheckOptions } from "./check-options.ts";
import { type CheckSide, isLive } from "./check-side.ts";
import type { Measurements } from "./measure-check.ts";
import type { PredictionSides } from "./prediction-sides.ts";

/** What each side says of itself, by side; a side that names no source says nothing. */
export type ReportedClaims = Readonly<Partial<Record<CheckSide["side"], readonly ReportedClaim[]>>>;

/**
 * Reads each side's reported metrics from its file or URL. LS201 for a file that cannot be read, LS203 for what is no record of metrics, LS304 and LS405 for an
 * address that refuses, LS103 and LS104 for its headers, and the transport's own errors.
 */
export const readReported = async (sides: readonly CheckSide[], agreed: AgreedCheck | null, options: CheckOptions, io: CommandIo): Promise<ReportedClaims> => {
  const claims: Partial<Record<CheckSide["side"], readonly ReportedClaim[]>> = {};
  for (const side of sides) {
    const source = side.options.reported;
    if (source === null) continue;
    const isAddress = /^https?:\/\//i.test(source);
    const place = isAddress && URL.canParse(source) ? `${new URL(source).origin}${new URL(source).pathname}` : source;
    const text = isAddress ? await fetched(source, place, headersOf(side, source, agreed), options, io) : await fileText(source, io);
    // These texts end in the run.
    claims[side.side] = readClaims(io.redact(text), place);
  }
  return claims;
};

/** The same once the environments were asked, when their numbers count these requests too; what cannot be read again stays as it was read before. */
export const readReportedAgain = async (before: ReportedClaims, ...[sides, agreed, options, io]: Parameters<typeof readReported>): Promise<ReportedClaims> => {
  if (!sides.some(isLive)) return before;
  return readReported(sides, agreed, options, io).catch((error: unknown) => {
    if (!(error instanceof LockstepError)) throw error;
    io.progress({ kind: "note", message: `the reported metrics could not be read again: ${error.message}` });
    return before;
  });
};

/** The headers agreed for this address; at the environment's own address also those it is asked with. */
const headersOf = (side: CheckSide, source: string, agreed: AgreedCheck | null): HeaderReference[] => {
  const own = URL.canParse(source) && URL.canParse(side.options.target) && new URL(source).origin === new URL(side.options.target).origin ? side.options.header : [];
  const given = Object.entries(agreed?.agreement.sources[side.name]?.reportedHeaders ?? {}).map(([name, value]) => ({ name, value }));
  return [...own.filter(({ name }) => !given.some((each) => each.name.toLowerCase() === name.toLowerCase())), ...given];
};

const fetched = async (source: string, place: string, headers: readonly HeaderReference[], options: CheckOptions, io: CommandIo): Promise<string> => {
  if (!URL.canParse(source)) throw new LockstepError("LS102", { message: `"${place}" is not a URL`, place: "--reported" });
  const resolved = await createSecrets({ env: io.env, cwd: io.cwd, keepSecret: io.keepSecret }).resolveHeaders(headers);
  const transport = createTransport({ url: source, headers: resolved, timeoutMs: options.timeout * 1000, maxAnswerBytes: options.maxAnswer });
  try {
    const { pathname, search } = new URL(source);
    const answer = await transport.send({ method: "GET", url: pathname + search, signal: io.signal });
    const refused = refusedStatus(answer, place);
    if (refused !== null) throw refused;
    return answerText(answer);
  } finally {
    await transport.close();
  }
};

const fileText = async (source: string, io: CommandIo): Promise<string> => {
  try {
    return await readFile(resolve(io.cwd, source), "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new LockstepError("LS201", { message: `${source} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}`, place: source, cause });
  }
};

export interface JudgeReportedRequest {
  readonly engine: Engine;
  readonly claims: ReportedClaims;
  readonly predictions: PredictionSides;
  readonly features: FeatureRelation | null;
  readonly measured: Measurements;
  readonly options: CheckOptions;
}

export interface JudgedReports extends Pick<Run, "reported"> {
  readonly findings: readonly Finding[];
}

/** Each side's reported metrics recomputed from its own recording, and whether both mean the same by them. */
export const judgeReported = async ({ engine, claims, predictions, features, measured, options }: JudgeReportedRequest): Promise<JudgedReports> => {
  const roles = measured.outputs.map(({ output, role }) => ({ name: output, role }));
  const judge = (side: CheckSide["side"]): Promise<JudgedClaim[]> =>
    checkReported(engine, { predictions: predictions[side], recording: predictions.recordings[side] ?? null, claims: claims[side] ?? [], features, label: options.label, roles, threshold: options.threshold });
  const [reference, candidate] = [await judge("reference"), await judge("candidate")];
  const all = [...reference, ...candidate];
  return { reported: all.map(({ reported }) => reported), findings: [...all.map(({ finding }) => finding), ...definitionsDiffer(reference, candidate)] };
};
