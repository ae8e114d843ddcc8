import { basename } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { isProduction } from "../../core/judge/is-production.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Side, sides } from "../../work/replay/side.ts";
import type { CommandIo } from "../command-io.ts";
import { connectEnvironment } from "../connect/connect-environment.ts";
import { type ParsedTarget, parseTarget } from "../connect/parse-target.ts";
import { refuseWrittenSecrets } from "../connect/resolve-secret.ts";
import { refuseWrittenAddress } from "../connect/secret-address.ts";
import { openSource } from "../open-source.ts";
import type { CheckOptions } from "./check-options.ts";
import { refuseAskingOptions } from "./refuse-asking-options.ts";
import type { CheckSide } from "./check-side.ts";

/** A side as typed, before anybody is asked. */
export interface TargetSide {
  readonly side: Side;
  readonly name: string;
  readonly target: ParsedTarget;
}

/** What A and B are. LS102 when both have one name: a report could not tell them apart. LS103 for a written secret, LS105 for options that two files cannot have. */
export const parseSides = (options: CheckOptions, io: CommandIo): readonly TargetSide[] => {
  const targets = sides.map((side) => ({ side, target: parseTarget(options[side].target, { cwd: io.cwd, env: io.env }) }));
  const files = targets.map(({ target }) => (target.kind === "file" ? basename(target.address) : null));
  // Two files without names are called by their own; where those are alike, by their sides.
  const telling = files[0] !== files[1];
  const parsed = targets.map(({ side, target }, index) => ({ side, name: options[side].name ?? (telling ? files[index] : null) ?? side, target }));
  const [reference, candidate] = parsed;
  if (reference?.name === candidate?.name) throw new LockstepError("LS102", { message: `both sides are called ${reference?.name}`, place: "the names before =", todo: "Give each side a name of its own." });
  for (const { side, name } of parsed) {
    refuseWrittenSecrets(options[side].header);
    for (const key of ["sdk", "fingerprint", "metrics", "reported"] as const) refuseWrittenAddress(options[side][key], `${key} of ${name}`);
  }
  if (parsed.every(({ target }) => target.kind !== "endpoint" && target.kind !== "command")) refuseAskingOptions(options);
  return parsed;
};

export interface OpenRequest {
  readonly engine: Engine;
  readonly options: CheckOptions;
  readonly io: CommandIo;
  /** Marks requests to production. */
  readonly runId: string;
  /** Columns of the inputs, when there are inputs. */
  readonly columns: readonly string[] | null;
}

/** Opens a file, or reaches an environment and finds out how it wants to be asked. */
export const openSide = async ({ side, name, target }: TargetSide, { engine, options, io, runId, columns }: OpenRequest): Promise<CheckSide> => {
  const own = options[side];
  if (target.kind === "file") return { side, name, options: own, kind: "file", path: target.address, source: await openSource(engine, target.address) };
  if (target.kind === "declared") return { side, name, options: own, kind: "declared", folder: target.address };
  if (target.kind === "baseline") throw new Error("a baseline is opened where it was agreed upon");
  io.progress({ kind: "step", step: "connecting", detail: `${name}: ${target.address}` });
  const production = own.production ?? isProduction(name);
  const connected = await connectEnvironment(
    target,
    {
      protocol: own.protocol, model: own.model, version: own.modelVersion, template: own.template, headers: own.header, ca: own.ca, cert: own.cert, certKey: own.certKey,
      host: own.host, via: own.via, replicaHeader: own.replicaHeader, timeoutMs: options.timeout * 1000, connections: options.concurrency, maxAnswerBytes: options.maxAnswer,
      production, runId, columns,
    },
    { env: io.env, cwd: io.cwd, keepSecret: io.keepSecret, signal: io.signal },
  );
  io.progress({ kind: "note", message: `${name}: ${connected.description.detection}` });
  const found = await connected.findSdk(own.sdk, io.signal);
  if (found.why !== null && target.kind === "endpoint" && /token/.test(found.why)) io.progress({ kind: "note", message: `${name}: ${found.why}` });
  const { client, description, close } = connected;
  return { side, name, options: own, kind: target.kind, production, client, description, found, close };
};
