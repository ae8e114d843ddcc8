import { resolve } from "node:path";
import type { ChangeRequest } from "../../core/domain/change-request.ts";
import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { actor } from "../actor.ts";
import type { CommandIo } from "../command-io.ts";
import { approvedAmendment } from "../governance/amendment.ts";
import { markEnacted } from "../governance/enact-request.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { hypothesisAmendment } from "./amendment-of-hypothesis.ts";
import { digestExpected } from "./digest-expected.ts";
import { type MeantRequest, meantHypotheses } from "./meant-hypotheses.ts";
import { latestOf, type Registered, register, registeredHypotheses } from "./registered.ts";
import { type CalendarInForce, ensureCalendarRegistered } from "./registered-calendar.ts";
import { resolveCalendar } from "./resolve-calendar.ts";
import { seenUntil } from "./seen-until.ts";

export interface RegisterOptions extends MeantRequest {
  readonly author: string | null;
  /** Why; null where nothing that is judged may change. */
  readonly reason: string | null;
  /** As given with --store. */
  readonly store: string;
}

/** What registering came to. */
export interface RegisterOutcome {
  readonly registered: readonly Registered[];
  readonly calendar: CalendarInForce;
}

/**
 * Enters the hypotheses of a manifest, and its calendar, into the ledger as they are now, with the last prediction that was there to be seen. LS251 for what is judged
 * otherwise than it was registered.
 */
export const registerHypotheses = async (options: RegisterOptions, store: RunStore, io: CommandIo, now: () => number): Promise<RegisterOutcome> => {
  const { loaded, models, hypotheses } = await meantHypotheses(options, io);
  if (hypotheses.length === 0 && (loaded.manifest.calendar ?? []).length === 0) throw new LockstepError("LS113", { message: `${models.length === 1 ? models[0] : loaded.path} has no hypotheses`, place: loaded.path, todo: "Write them under models.NAME.hypotheses, or have some drafted from a backtest: lockstep hypothesis propose BACKTEST" });
  const seen = await seenOfModels(options, store, loaded, [...new Set(hypotheses.map(({ model }) => model))], io);
  const digests = await digestExpected(loaded, hypotheses);
  const common = { author: options.author ?? actor(), now: now(), reason: options.reason };
  const registered = [...seen].flatMap(([model, dataUntil]) => register(store, hypotheses.filter((each) => each.model === model), { ...common, dataUntil, digests }));
  return { registered, calendar: await registerCalendar(options, store, loaded, io, { ...common, reason: null }, [], seen) };
};

/** An amendment, and whose doing it is. */
export interface AmendOptions extends RegisterOptions {
  readonly reason: string;
  /** Who carries it out, where that is not its author. */
  readonly by?: string;
  /** The approved request that is carried out: nothing else is. */
  readonly request?: string;
}

/**
 * The same for hypotheses that are registered already, with a reason; an approved request that asked for just that is thereby enacted. LS251 for one that never was, LS736 where policy wants
 * amendments approved and nobody did.
 */
export const amendHypotheses = async (options: AmendOptions, store: RunStore, io: CommandIo, now: () => number): Promise<RegisterOutcome> => {
  const { loaded, hypotheses } = await meantHypotheses(options, io);
  const known = registeredHypotheses(store);
  const never = hypotheses.filter(({ id }) => latestOf(known, id) === null);
  if (never.length > 0) throw new LockstepError("LS251", { message: `${listOf(never.map(({ id }) => id))} ${never.length === 1 ? "was" : "were"} never registered here: there is nothing to amend`, place: never[0]?.id ?? "", todo: `Register what is new: lockstep hypothesis register ${never.map(({ name }) => name).join(" ")}` });
  const requests = await approvedRequests(loaded, hypotheses, store, now());
  if (options.request !== undefined && ![...requests.values()].some(({ id }) => id === options.request)) return { registered: [], calendar: { entries: [], notes: [], records: [] } };
  const outcome = await registerHypotheses(options, store, io, now);
  for (const { record, outcome: came } of outcome.registered) {
    const request = requests.get(record.hypothesis);
    if (request !== undefined && came === "amended") markEnacted(store, request.id, `hypothesis ${record.hypothesis}/v${record.version}`, { by: options.by ?? options.author ?? actor(), now: now() });
  }
  return outcome;
};

/** By hypothesis: the approved request that asks for what the manifest makes of it. LS736. */
const approvedRequests = async (loaded: LoadedManifest, hypotheses: readonly Hypothesis[], store: RunStore, now: number): Promise<ReadonlyMap<string, ChangeRequest>> => {
  const known = registeredHypotheses(store);
  const digests = await digestExpected(loaded, hypotheses);
  return new Map(hypotheses.flatMap((hypothesis) => {
    const before = latestOf(known, hypothesis.id);
    const amendment = before === null ? null : hypothesisAmendment(before, hypothesis, digests);
    const request = amendment === null ? null : approvedAmendment(store, loaded.manifest.policy ?? null, amendment, { now, ask: `lockstep request amendment --hypothesis ${hypothesis.id} --reason TEXT` });
    return request === null ? [] : [[hypothesis.id, request] as const];
  }));
};

/** The calendar as it is in force, registered where it is new; the entries that are named are accepted for a reason. LS256 for a name that is not in it. */
export const acceptCalendar = async (options: RegisterOptions, store: RunStore, io: CommandIo, now: () => number): Promise<CalendarInForce> => {
  const { loaded } = await meantHypotheses({ ...options, names: [] }, io);
  const known = resolveCalendar(loaded).map(({ name }) => name);
  const unknown = options.names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new LockstepError("LS256", { message: `the calendar has no entry ${listOf(unknown)}`, place: unknown[0] ?? "", todo: known.length === 0 ? "Write it under calendar: first." : `There are: ${known.join(", ")}.` });
  return registerCalendar(options, store, loaded, io, { author: options.author ?? actor(), now: now(), reason: options.reason }, options.names);
};

const registerCalendar = async (options: RegisterOptions, store: RunStore, loaded: LoadedManifest, io: CommandIo, common: { readonly author: string; readonly now: number; readonly reason: string | null }, accept: readonly string[] = [], known: ReadonlyMap<string, string | null> = new Map()): Promise<CalendarInForce> => {
  const entries = resolveCalendar(loaded);
  if (entries.length === 0) return { entries, notes: [], records: [] };
  const others = Object.keys(loaded.manifest.models ?? {}).filter((model) => !known.has(model));
  const seen = new Map([...known, ...(await seenOfModels(options, store, loaded, others, io))]);
  const dataUntil = [...seen.values()].reduce((last, time) => (time !== null && (last === null || Date.parse(time) > Date.parse(last)) ? time : last), null);
  return ensureCalendarRegistered(store, entries, { ...common, dataUntil }, accept);
};

const seenOfModels = async ({ store: folder }: RegisterOptions, store: RunStore, loaded: LoadedManifest, models: readonly string[], io: CommandIo): Promise<ReadonlyMap<string, string | null>> => {
  const seen = new Map<string, string | null>();
  for (const model of models) seen.set(model, await seenUntil(store, resolve(io.cwd, folder), loaded, model, io));
  return seen;
};
