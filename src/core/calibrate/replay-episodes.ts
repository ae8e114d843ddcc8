import { judgeDaily, type JudgeDailyInput } from "../corridor/judge-daily.ts";

/** A time of the past that people know: something happened, or an alarm was wrong. Local days since 1970, `to` is not in it. */
export interface Episode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly real: boolean;
}

export interface Replay {
  /** Whole days, and the first of them. */
  readonly days: JudgeDailyInput["days"];
  readonly firstDay: number;
}

export interface ReplayedThreshold {
  readonly episodes: readonly { readonly name: string; readonly real: boolean; readonly alarmed: boolean; readonly days: number | null }[];
  /** Alarms that began outside of everything real. */
  readonly falseAlarms: number;
  readonly quarters: number;
}

/** An alarm up to so many days after an episode's end is still about it: what happened is told by whole weeks. */
const after = 14;

/** The user's own history judged by a threshold, held against what people know of it. */
export const replayEpisodes = ({ days, firstDay }: Replay, episodes: readonly Episode[], threshold: Omit<JudgeDailyInput, "days">): ReplayedThreshold => {
  const { path } = judgeDaily({ ...threshold, days });
  const began = path.filter(({ verdict }, at) => verdict === "fail" && path[at - 1]?.verdict !== "fail").map(({ day }) => firstDay + day);
  const failing = path.filter(({ verdict }) => verdict === "fail").map(({ day }) => firstDay + day);
  const within = (day: number, { from, to }: Episode): boolean => day > from && day <= to + after;
  return {
    episodes: episodes.map((episode) => {
      const first = failing.find((day) => within(day, episode));
      return { name: episode.name, real: episode.real, alarmed: first !== undefined, days: first === undefined ? null : first - episode.from };
    }),
    falseAlarms: began.filter((day) => !episodes.some((episode) => episode.real && within(day, episode))).length,
    quarters: days.length / 91,
  };
};
