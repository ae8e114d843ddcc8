import type { Incident } from "../../../src/core/domain/incident.ts";
import type { Verdict } from "../../../src/core/domain/verdict.ts";
import type { ResultOf } from "../api/api-types.ts";
import { judgedWords } from "../runs/judged-words.ts";
import type { ExecutiveModel } from "./executive-model.ts";

type State = ResultOf<"get", "/api/v1/states">["items"][number];

/** What is open about a model: an incident with what a day of it costs, or a request that waits. */
export interface OpenMatter {
  readonly model: string;
  readonly what: string;
  readonly who: string | null;
  readonly href: string;
  readonly severity: Incident["severity"];
  readonly cost: { readonly perDay: number; readonly unit: string } | null;
}

const worst: readonly Verdict[] = ["fail", "error", "inconclusive", "warn", "pass"];
const gravest: readonly Incident["severity"][] = ["critical", "high", "medium", "low", "info"];

const worstRun = ({ runs }: State): State["runs"][number] | undefined => [...runs].sort((a, b) => worst.indexOf(a.verdict) - worst.indexOf(b.verdict) || Date.parse(b.startedAt) - Date.parse(a.startedAt))[0];

/** A model in one line: of all its environments the worst, with what is open about it. Worst first; among equals what costs, then what waits, then by name. */
export const modelsOfStates = (states: readonly State[], open: readonly OpenMatter[]): ExecutiveModel[] =>
  [...Map.groupBy(states, ({ model }) => model)].flatMap(([model, each]) => {
    const [first] = each.flatMap((state) => {
      const run = worstRun(state);
      return run === undefined ? [] : [{ state, run }];
    }).sort((a, b) => worst.indexOf(a.run.verdict) - worst.indexOf(b.run.verdict));
    if (first === undefined) return [];
    const matters = open.filter((matter) => matter.model === model).sort((a, b) => gravest.indexOf(a.severity) - gravest.indexOf(b.severity));
    const [matter] = matters;
    const { state, run } = first;
    const more = matters.length - 1;
    return [{
      model, environment: state.environment, verdict: run.verdict, sentence: [run.headline, judgedWords(run)].filter((words) => words !== null).join(" It "), since: state.since, decision: run.decision, run: run.id,
      cost: [...Map.groupBy(matters.flatMap(({ cost }) => (cost === null ? [] : [cost])), ({ unit }) => unit)].map(([unit, costs]) => ({ unit, perDay: costs.reduce((sum, { perDay }) => sum + perDay, 0) })),
      // What is not well and that nobody has taken up waits for whoever owns the model.
      waits: matter === undefined ? (run.verdict === "pass" || run.verdict === "warn" ? null : { what: "find out why", who: state.owner?.name ?? null, href: `/runs/${run.id}` }) : { what: `${matter.what}${more === 0 ? "" : ` and ${String(more)} more`}`, who: matter.who, href: matter.href },
    }];
  }).sort((a, b) => worst.indexOf(a.verdict) - worst.indexOf(b.verdict) || Math.max(0, ...b.cost.map(({ perDay }) => perDay)) - Math.max(0, ...a.cost.map(({ perDay }) => perDay)) || Number(b.waits !== null) - Number(a.waits !== null) || (a.model < b.model ? -1 : 1));
