import type { SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import type { LabelMaturity } from "../domain/validation.ts";

/**
 * How labels come in. `statistics` are of one measure and one population, all windows and arrivals. Null where labels bear no time of arrival: nothing can be learned then.
 */
export const labelMaturity = (
  _statistics: readonly WindowStatistic[],
  _plan: Pick<SeriesPlan, "window" | "timeZone">,
  _options: { readonly asOf: number; readonly maturitySeconds: number; readonly leastShare: number },
): LabelMaturity | null => null;
