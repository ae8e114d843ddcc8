import type { Run } from "../../core/domain/run.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import type { GateFacts, GateFinding, GateQuestion, GateRun } from "../../core/gate/gate-facts.ts";
import { inForce, isFor } from "../../core/governance/apply-waivers.ts";
import { decideByPolicy, worthOf as counted } from "../../core/governance/decide-by-policy.ts";
import { effectiveVerdict } from "../../core/governance/effective-verdict.ts";
import { uncountedPush } from "../../core/governance/uncounted-push.ts";
import type { Catalogue, ListedFinding, ListedRun } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { loadWaivers } from "../governance/waivers-in-force.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { openDepartures } from "./open-departures.ts";

const kinds = ["check", "compare", "validate"] as const;
/** Runs of each kind that are looked at: failures of one rollout are among them unless it is run more than a hundred times. */
const mostRuns = 100;
/** Places that are kept at hand, and are made ready when something is entered. */
const mostPlaces = 64;
/** What waivers and policy make of a run, and the finding that decides it: some hundred bytes each. */
const mostKept = 5_000;

/** What is asked about: the newest run of this version, or of any. */
export type GatePlace = Pick<GateQuestion, "model" | "environment" | "version">;

interface World {
  readonly store: Pick<RunStore, "get" | "records">;
  readonly catalogue: Pick<Catalogue, "head" | "runs" | "findings" | "entriesAfter" | "record" | "run">;
  readonly loaded: LoadedManifest | null;
}

/**
 * What is known of a model in an environment, as a gate sees it, read from the catalogue's lists: nothing is computed, no lock is waited for, and nothing is read again while the
 * ledger's head is the same. A run's document is read only where waivers or a policy's rules may make something else of it, and only of the newest runs that count for the
 * question; what they make of it is kept. `warm` does so ahead, for what was asked before. A store that cannot be read gives what was known before, and says so; throws when nothing was.
 */
export const createGateFacts = ({ store, catalogue, loaded }: World): { readonly facts: (place: GatePlace, now: number) => GateFacts; readonly warm: (now: number) => void } => {
  const departures = openDepartures(catalogue);
  const known = new Map<string, { readonly head: number; readonly listed: readonly ListedRun[]; readonly departures: GateFacts["departures"] }>();
  const worth = new Map<string, Pick<GateRun, "verdict" | "action">>();
  const asked = new Map<string, GatePlace>();
  const findings = new Map<string, GateFinding | null>();
  const policy = loaded?.manifest.policy ?? null;
  let waivers: { readonly seen: number; readonly all: readonly Waiver[] } = { seen: 0, all: [] };

  const waiversNow = (): readonly Waiver[] => {
    const newer = catalogue.entriesAfter(waivers.seen, 500, ["waiver"]);
    const last = newer.at(-1);
    if (last !== undefined) waivers = { seen: last.sequence, all: loadWaivers(store) };
    return waivers.all;
  };
  const read = (model: string, environment: string): { readonly listed: readonly ListedRun[]; readonly departures: GateFacts["departures"] } => {
    const place = JSON.stringify([model, environment]);
    const head = catalogue.head()?.sequence ?? 0;
    const before = known.get(place);
    if (before?.head === head) return before;
    const listed = kinds.flatMap((kind) => catalogue.runs({ model, environment, kind, limit: mostRuns }).items).toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
    const made = { head, listed, departures: departures(model, environment) };
    keep(known, place, made, mostPlaces);
    return made;
  };

  /** What a run is worth now: as it was judged, unless waivers or a policy's rules say otherwise. */
  const worthOf = (run: ListedRun, ours: readonly Waiver[], time: string, uncounted: string | null): Pick<GateRun, "verdict" | "action"> =>
    kept(worth, JSON.stringify([run.id, uncounted, ...ours.filter((waiver) => inForce(waiver, time)).map(({ id }) => id)]), () => {
      const document = store.get(run.id);
      if (document === null) return uncounted === null ? { verdict: run.verdict, action: run.decision } : { verdict: "inconclusive", action: "pause" };
      return { verdict: counted(effectiveVerdict(document, ours, time), uncounted), action: decideByPolicy(document, policy, ours, time, uncounted).action };
    });
  const findingOf = (run: ListedRun, verdict: Run["verdict"]): GateFinding | null => {
    try {
      return kept(findings, `${verdict} ${run.id}`, () => deciding(catalogue.findings({ run: run.id, limit: 500 }).items, verdict));
    } catch {
      // The verdict holds without its numbers.
      return null;
    }
  };

  const facts = ({ model, environment, version }: GatePlace, now: number): GateFacts => {
    keep(asked, JSON.stringify([model, environment, version]), { model, environment, version }, mostPlaces);
    let stale: string | null = null;
    let all: readonly Waiver[];
    let at: ReturnType<typeof read>;
    try {
      at = read(model, environment);
      all = waiversNow();
    } catch (cause) {
      const before = known.get(JSON.stringify([model, environment]));
      if (before === undefined) throw cause;
      [at, all, stale] = [before, waivers.all, `the store could not be read: ${(cause as Error).message}`];
    }
    const ours = all.filter((waiver) => isFor(waiver, { model, environment }));
    const changes = ours.length > 0 || (policy?.decisions ?? []).length > 0;
    const time = new Date(now).toISOString();
    const first = new Set<string>();
    const runs = at.listed.map((run): GateRun => {
      const counts = !first.has(run.kind) && (version === null || run.modelVersion === version);
      if (counts) first.add(run.kind);
      const uncounted = uncountedPush(policy, run.pushed);
      const { verdict, action } = (changes || uncounted !== null) && counts ? worthOf(run, ours, time, uncounted) : { verdict: run.verdict, action: run.decision };
      // Of hundreds of runs one or two are told of: only their findings are read.
      return { id: run.id, kind: run.kind, at: Date.parse(run.startedAt), version: run.modelVersion, verdict, action, headline: uncounted === null ? run.headline : `Does not count: ${uncounted}. ${run.headline}`, get finding() { return findingOf(run, verdict); } };
    });
    return { runs, departures: at.departures, stale };
  };
  return {
    facts,
    warm: (now) => {
      // What is asked about moves to the end of the list while it is gone through.
      const places = [...asked.values()];
      for (const place of places) void facts(place, now).runs[0]?.finding;
    },
  };
};

/** The enforced finding that made it so; of those that pass the one nearest to its limit. */
const deciding = (findings: readonly ListedFinding[], verdict: Run["verdict"]): GateFinding | null => {
  const fitting = findings.filter((each) => (verdict === "warn" ? each.mode !== "observe" && each.verdict !== "pass" : each.mode === "enforce" && each.verdict === verdict));
  const used = ({ estimate, margin }: ListedFinding): number => (estimate === null || margin === null || !(margin > 0) ? -1 : Math.abs(estimate) / margin);
  const found = verdict === "pass" ? fitting.toSorted((a, b) => used(b) - used(a))[0] : fitting[0];
  return found === undefined ? null : { id: found.id, statement: found.statement, estimate: found.estimate, unit: found.unit, interval: found.interval, margin: found.margin };
};

const keep = <T>(map: Map<string, T>, name: string, value: T, most = mostKept): T => {
  map.delete(name);
  map.set(name, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return value;
};

const kept = <T>(map: Map<string, T>, name: string, make: () => T): T => {
  const before = map.get(name);
  return before === undefined ? keep(map, name, make()) : before;
};
