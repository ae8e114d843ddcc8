import { judgeSeries } from "../../core/corridor/judge-series.ts";
import type { CalendarEntry, Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import type { SeriesJudgement } from "../../core/domain/validation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { corridorSettings } from "../../core/judge/corridor-settings.ts";
import { reweightOffline } from "../../core/offline/reweight-offline.ts";
import { streamOf } from "../../core/random/stream-of.ts";
import { reweightStatistics } from "../../core/what-if/reweight-statistics.ts";
import { shiftSeason } from "../../core/what-if/shift-season.ts";
import { thinLabels } from "../../core/what-if/thin-labels.ts";
import type { WhatIfChange } from "../../core/what-if/what-if-change.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { percent } from "../../core/wording/percent.ts";

export interface WhatIfQuestion {
  readonly hypothesis: Hypothesis;
  readonly measure: Measure;
  readonly plan: SeriesPlan;
  readonly offline: OfflineEstimate;
  /** Of this measure, segments included; null where production is not there. */
  readonly statistics: readonly WindowStatistic[] | null;
  readonly calendar: readonly CalendarEntry[];
  readonly asOf: number;
  readonly change: Extract<WhatIfChange, { kind: "mix" | "season" | "late-labels" | "margin" }>;
}

export interface WhatIfAnswer {
  readonly offline: OfflineEstimate;
  readonly judged: { readonly before: SeriesJudgement; readonly after: SeriesJudgement | null } | null;
  readonly assumptions: readonly string[];
}

interface Imagined {
  readonly hypothesis: Hypothesis;
  readonly offline: OfflineEstimate;
  /** Null: the change cannot be carried over to production. */
  readonly statistics: readonly WindowStatistic[] | null;
  readonly assumptions: readonly string[];
}

/** Judges all of production's history twice: as it was, and as it would have been. Pure; what needs the model itself is asked elsewhere. */
export const judgeWhatIf = (question: WhatIfQuestion): WhatIfAnswer => {
  const { hypothesis, measure, plan, offline, statistics, calendar, asOf } = question;
  const imagined = imagine(question);
  const judge = (of: Hypothesis, estimate: OfflineEstimate, own: readonly WindowStatistic[]): SeriesJudgement => judgeSeries({
    hypothesis: of, measure, plan, offline: estimate, segment: null, statistics: own.filter(({ segment }) => segment === null), calendar, asOf, from: of.since === null ? null : Date.parse(of.since), settings: corridorSettings,
  });
  return {
    offline: imagined.offline,
    judged: statistics === null ? null : { before: judge(hypothesis, offline, statistics), after: imagined.statistics === null ? null : judge(imagined.hypothesis, imagined.offline, imagined.statistics) },
    assumptions: [...imagined.assumptions, ...(statistics === null ? [] : ["Judged over all of the history there is, and by itself: in a look at several hypotheses each is held to more."])],
  };
};

const imagine = ({ change, hypothesis, measure, offline, statistics }: WhatIfQuestion): Imagined => {
  const same = { hypothesis, offline, statistics };
  switch (change.kind) {
    case "margin": {
      const { below, above } = hypothesis.margin;
      return { ...same, hypothesis: { ...hypothesis, margin: { below: below === null ? null : change.size, above: above === null ? null : change.size, relative: change.relative } }, assumptions: ["Only the margin is another, on the sides that have one."] };
    }
    case "season":
      return { ...same, offline: shiftSeason(offline, change.days, change.hours), assumptions: [
        offline.season.dayOfWeek === null && offline.season.hourOfDay === null ? "The offline estimate knows no season (it takes eight weeks): nothing changes." : "Production kept its own rhythm; what offline expects of each weekday and hour is moved.",
        "The long-run mean stays, and whole weeks are judged alike: what moves is where single days and hours are expected.",
      ] };
    case "late-labels":
      if (measure.shape !== "ratio" || !measure.labelled) throw new LockstepError("LS102", { message: `late labels cannot be imagined for ${hypothesis.metric.name}: ${measure.labelled ? "its counts do not tell labels apart" : "it waits for no labels"}`, place: "--late-labels", todo: "Ask it of a metric such as precision, recall or accuracy." });
      return { ...same, statistics: statistics === null ? null : thinLabels(statistics, change.share, streamOf(change.seed, "late labels")), assumptions: ["Which labels are late is drawn at random, and has nothing to do with what they say. Where bad news comes late, the estimate itself would move, and this does not show it."] };
    case "mix": {
      const reweighted = offline.kind === "backtest" ? reweightOffline(offline, change.column, change.mix, hypothesis.metric.name) : refuseMix(hypothesis, offline);
      const words = "Within each value everything stays as it was: only how many rows have it changes.";
      if (statistics === null || measure.shape !== "ratio") return { ...same, offline: reweighted, statistics: null, assumptions: [words, ...(statistics === null ? [] : ["Production is not judged anew: the metric's counts cannot be weighted."])] };
      const { statistics: weighted, unseen, covered } = reweightStatistics(statistics, change.column, change.mix);
      return { ...same, offline: reweighted, statistics: weighted, assumptions: [
        words,
        ...(unseen.length === 0 ? [] : [`Production has no row of ${listOf(unseen)}: the other values have its share.`]),
        ...(covered >= 0.995 ? [] : [`The values that were named have ${percent(covered)} of production's rows; the others are left out.`]),
      ] };
    }
  }
};

const refuseMix = (hypothesis: Hypothesis, offline: OfflineEstimate): never => {
  throw new LockstepError("LS254", { message: `${hypothesis.name} is expected by ${offline.source}, which does not say what is expected of single values: it has no mix to change`, place: "--mix", todo: "Name a backtest under expected:." });
};
