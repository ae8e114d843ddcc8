import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import type { Incident } from "../../core/domain/incident.ts";
import type { RemedyEntry } from "../../core/domain/manifest.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import { createSecrets } from "../connect/resolve-secret.ts";
import { findIncident } from "../incident/act-on-incident.ts";
import { appendEvents } from "../incident/append-events.ts";
import { incidentsNow } from "../incident/incidents-of.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { filledArguments, type Placeholders } from "./filled-arguments.ts";
import { refuseRemedy } from "./refuse-remedy.ts";
import { beginRemedy, endRemedy, type RemedyUse } from "./remedy-ledger.ts";
import { type ArgvOutcome, runArgv } from "./run-argv.ts";

/** What remedies work with. */
export interface RemedyWorld {
  readonly store: RunStore;
  readonly loaded: Pick<LoadedManifest, "path" | "manifest"> | null;
  readonly io: Pick<CommandIo, "env" | "cwd" | "signal" | "redact" | "keepSecret">;
  readonly clock: Pick<Clock, "now">;
}

/** Which remedy, for which incident, in whose name. */
export interface RemedyCall {
  readonly incident: string;
  readonly remedy: string;
  readonly by: string;
  /** The approved request; null where policy does it by itself. */
  readonly request: string | null;
}

export interface RemedyOutcome {
  /** `RMD-2026-0004`. */
  readonly id: string;
  readonly done: boolean;
  readonly outcome: string;
}

const dayMs = 864e5;
const usualTimeout = 60_000;

/**
 * Carries out a remedy of the policy's list: entered first, so that one which dies half-way counts as well; tried without effect where it can be; stopped when its time is
 * over; what it says is redacted, cut, and put down with the incident. LS734 for one that is not for this incident, is not automatic and was not approved, was used as often as it may
 * be within 24 hours, or by itself for this incident already. That it failed is an outcome, no error.
 */
export const runRemedy = async (world: RemedyWorld, call: RemedyCall): Promise<RemedyOutcome> => {
  const { store, loaded, clock } = world;
  const policy = loaded?.manifest.policy ?? null;
  const incident = findIncident(incidentsNow(store), call.incident);
  const entry = refuseRemedy(policy, incident, call.remedy);
  const names = placeholdersOf(store, incident);
  // Looked at before it is counted: what cannot be filled never begins.
  for (const argv of [entry.dryRun, entry.command]) if (argv !== undefined) filledArguments(argv, names);
  const begun = clock.now();
  const id = beginRemedy(store, { at: iso(begun), incident: incident.id, remedy: call.remedy, by: call.by, request: call.request, holder: randomUUID() }, (uses) => refuseTooOften(uses, call, entry, incident, begun));
  const told = (remedied: { readonly dryRun: boolean; readonly outcome: string }): void => {
    appendEvents(store, () => [{ incident: incident.id, events: [{ kind: "remedied", at: iso(clock.now()), by: call.by, remedy: call.remedy, ...remedied }] }], call.by);
  };
  const finished = (done: boolean, outcome: string): RemedyOutcome => {
    endRemedy(store, { id, at: iso(clock.now()), done, outcome }, call.by);
    return { id, done, outcome };
  };
  if (entry.dryRun !== undefined) {
    const tried = await run(world, entry, filledArguments(entry.dryRun, names));
    told({ dryRun: true, outcome: tried.words });
    if (!tried.well) return finished(false, `not carried out, for trying it failed: ${tried.words}`);
  }
  const outcome = entry.command === undefined ? await post(world, entry, { ...names, remedy: call.remedy, id }) : await run(world, entry, filledArguments(entry.command, names));
  told({ dryRun: false, outcome: outcome.words });
  return finished(outcome.well, outcome.words);
};

/** What trying a remedy says; nothing is changed and nothing counted. LS734 where it cannot be tried. */
export const tryRemedy = async (world: RemedyWorld, { incident: name, remedy }: Pick<RemedyCall, "incident" | "remedy">): Promise<{ readonly well: boolean; readonly outcome: string }> => {
  const incident = findIncident(incidentsNow(world.store), name);
  const entry = refuseRemedy(world.loaded?.manifest.policy ?? null, incident, remedy);
  if (entry.dryRun === undefined) throw new LockstepError("LS734", { message: `${remedy} cannot be tried without effect`, place: remedy, todo: `Write policy.remedies.${remedy}.dryRun.` });
  const { well, words } = await run(world, entry, filledArguments(entry.dryRun, placeholdersOf(world.store, incident)));
  return { well, outcome: words };
};

const iso = (ms: number): string => new Date(ms).toISOString();

const refuseTooOften = (uses: readonly RemedyUse[], { remedy, request }: RemedyCall, { automatic = false, perDay = 1 }: RemedyEntry, incident: Incident, now: number): void => {
  const no = (message: string, todo?: string): LockstepError => new LockstepError("LS734", { message, place: remedy, ...(todo === undefined ? {} : { todo }) });
  if (request === null && !automatic) throw no(`${remedy} needs a person's approval`, "Ask for it: lockstep request remedy INCIDENT --remedy NAME --reason TEXT");
  if (request === null && uses.some((use) => use.remedy === remedy && use.incident === incident.id)) throw no(`${remedy} was used for ${incident.id} already, and is used again only when somebody asks for it`);
  if (request !== null && uses.some((use) => use.request === request)) throw no(`${request} was carried out already`);
  const lately = uses.filter((use) => use.remedy === remedy && now - Date.parse(use.at) < dayMs);
  if (lately.length >= perDay) throw no(`${remedy} was used ${lately.length} of ${perDay} times within 24 hours, last for ${lately.at(-1)?.incident ?? ""}`, "Wait, or let a person do it by hand.");
};

const placeholdersOf = (store: RunStore, { id, subject, events }: Incident): Placeholders => {
  const opened = events[0];
  const run = opened?.kind === "opened" ? store.get(opened.run) : null;
  return { incident: id, model: modelOfSubject(subject), environment: run?.environments.candidate.name ?? null };
};

interface Tried {
  readonly well: boolean;
  readonly words: string;
}

const timeoutOf = ({ timeout }: RemedyEntry): number => (timeout === undefined ? usualTimeout : (readDuration(timeout) ?? usualTimeout));

const run = async ({ loaded, io }: RemedyWorld, entry: RemedyEntry, argv: readonly string[]): Promise<Tried> => {
  const outcome = await runArgv(argv, { cwd: loaded === null ? io.cwd : dirname(loaded.path), env: io.env, timeoutMs: timeoutOf(entry), signal: io.signal });
  return { well: outcome.exitCode === 0, words: io.redact(wordsOf(outcome)) };
};

/** So much of it is put down with the incident, characters. */
const told = 1_000;

const wordsOf = ({ exitCode, output, why }: ArgvOutcome): string => {
  const said = output.trim().slice(-told);
  return `${why ?? (exitCode === 0 ? "done" : `it ended with ${exitCode}`)}${said === "" ? "" : `: ${said}`}`;
};

const post = async ({ io }: RemedyWorld, entry: RemedyEntry, body: object): Promise<Tried> => {
  const { webhook } = entry;
  if (webhook === undefined) return { well: false, words: "it says neither command nor webhook" };
  try {
    const secrets = createSecrets({ env: io.env, cwd: io.cwd, keepSecret: io.keepSecret });
    const headers = await secrets.resolveHeaders(Object.entries(webhook.headers ?? {}).map(([name, value]) => ({ name, value })));
    const response = await fetch(await secrets.resolve(webhook.url, "webhook.url"), { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body), redirect: "error", signal: AbortSignal.any([io.signal, AbortSignal.timeout(timeoutOf(entry))]) });
    const text = (await response.text()).trim().slice(0, told);
    return { well: response.ok, words: io.redact(`it answered ${response.status}${text === "" ? "" : `: ${text}`}`) };
  } catch (cause) {
    return { well: false, words: io.redact(`it did not answer: ${(cause as Error).message}`) };
  }
};
