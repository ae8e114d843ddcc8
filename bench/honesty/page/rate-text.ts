/** A rate as people read it: 3 digits below a tenth. */
export const rateText = (rate: number | null): string => (rate === null ? "–" : rate === 0 ? "0" : rate === 1 ? "1" : rate.toFixed(rate < 0.1 || rate > 0.9 ? 3 : 2));

/** A rate in whole percent, for those who do not want more. */
export const percentText = (rate: number | null): string => (rate === null ? "–" : rate > 0 && rate < 0.01 ? "< 1 %" : rate > 0.99 && rate < 1 ? "> 99 %" : `${Math.round(rate * 100)} %`);

/** A Markdown table. */
export const tableText = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
