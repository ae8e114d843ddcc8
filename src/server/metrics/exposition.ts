/** Samples of one name. Gauges only: everything here is how it is now. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

const escaped = (text: string): string => text.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const labelsOf = (labels: Readonly<Record<string, string>>): string => {
  const text = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`).join(",");
  return text === "" ? "" : `{${text}}`;
};

/** As both formats write it: NaN, +Inf and -Inf by name. */
const valueOf = (value: number): string => (Number.isNaN(value) ? "NaN" : value === Number.POSITIVE_INFINITY ? "+Inf" : value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value));

/**
 * Families as Prometheus reads them. OpenMetrics 1.0 ends with `# EOF`, so that a cut answer is seen; the older text format does not know it.
 * Source: https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
 */
export const exposition = (families: readonly Family[], openMetrics: boolean): string => {
  const lines = families.flatMap(({ name, help, samples }) => (samples.length === 0 ? [] : [`# TYPE ${name} gauge`, `# HELP ${name} ${escaped(help)}`, ...samples.map(({ labels, value }) => `${name}${labelsOf(labels)} ${valueOf(value)}`)]));
  return `${[...lines, ...(openMetrics ? ["# EOF"] : [])].join("\n")}\n`;
};
