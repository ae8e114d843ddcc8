import type { Run } from "../core/domain/run.ts";

const label = (text: string): string => text.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Labels in braces, those of model and pair first where there is an agreement: several pairs in one pipeline stay apart. */
const labels = ({ agreement, environments: { reference, candidate } }: Run, own: Readonly<Record<string, string>> = {}): string => {
  const all = { ...(agreement === null ? {} : { model: agreement.model, reference: reference.name, candidate: candidate.name }), ...own };
  const text = Object.entries(all).map(([name, value]) => `${name}="${label(value)}"`).join(",");
  return text === "" ? "" : `{${text}}`;
};

/** OpenMetrics text: GitLab shows in a merge request how these numbers moved against the target branch. */
export const renderGitlabMetrics = (run: Run): string => {
  const outputs = run.outputs.filter(({ pairs }) => pairs > 0);
  return [
    "# TYPE lockstep_outside_share gauge",
    "# HELP lockstep_outside_share Share of pairs outside tolerance.",
    ...outputs.map(({ output, outside, pairs }) => `lockstep_outside_share${labels(run, { output })} ${outside / pairs}`),
    "# TYPE lockstep_pairs gauge",
    "# HELP lockstep_pairs Pairs compared.",
    `lockstep_pairs${labels(run)} ${run.coverage.pairs}`,
    "# TYPE lockstep_latency_ratio gauge",
    "# HELP lockstep_latency_ratio Latency of the candidate over that of the reference.",
    ...run.latencyRatios.flatMap(({ q, ratio }) => (ratio === null ? [] : [`lockstep_latency_ratio${labels(run, { quantile: String(q) })} ${ratio}`])),
    "# EOF",
    "",
  ].join("\n");
};
