import type { LogCoverage, LogGap } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import { findTimes } from "../../work/populations/read-time.ts";
import type { ResolvedStandard } from "./resolve-columns.ts";

/** What becomes of rows whose time cannot be read: they are left out and counted. LS237 when none can be read. */
export const checkTimes = async (engine: Engine, sql: string, standard: readonly ResolvedStandard[], zone: string | null, source: string): Promise<{ gaps: readonly LogGap[]; dropped: LogCoverage["dropped"] }> => {
  const gaps: LogGap[] = [];
  const dropped: LogCoverage["dropped"] = [];
  for (const each of standard) {
    if (each.isReady || (each.standard !== "ts" && each.standard !== "label_ts")) continue;
    const found = await findTimes(engine, sql, each.expression, each.type, zone);
    if (found.filled > 0 && found.unreadable === found.filled) {
      throw new LockstepError("LS237", { message: `no value of ${each.text} (${each.type}) can be read as a time; they are written like ${found.example ?? "nothing"}`, place: `${source}, column ${each.text}` });
    }
    // The zone of a label moves its delay; only that of a prediction moves it into another window.
    const told = each.standard === "ts" ? found.gaps : found.gaps.map((gap) => ({ ...gap, why: `of labels, ${gap.why}`, bends: false }));
    gaps.push(...told.filter((gap) => !gaps.some(({ why }) => why === gap.why)));
    if (found.unreadable > 0 && each.standard === "ts") dropped.push({ reason: `${each.text} is no time that can be read`, rows: found.unreadable, example: found.example });
    else if (found.unreadable > 0) gaps.push({ what: "label_ts", why: `${found.unreadable.toLocaleString("en-US")} times of labels cannot be read and are taken as unknown; one is written like ${found.example ?? ""}`, bends: false });
  }
  return { gaps, dropped };
};
