import type { LedgerKind } from "../domain/ledger-entry.ts";
import { countOf } from "../wording/count-of.ts";
import { approvals, changes, responses, rollbacks, waivers } from "./auditor-people.ts";
import { gaps, proof } from "./auditor-proof.ts";
import type { AuditorAnswer, EvidenceFacts, RecordFact } from "./evidence-facts.ts";
import { textOf } from "./payload-text.ts";
import type { RunFacts } from "./run-facts.ts";
import { toldValue } from "./told-value.ts";

/** What an auditor asks, answered from what the archive holds. A period bounds runs alone: what a line tells of a record that was entered outside of it says so. */
export const auditorList = (facts: EvidenceFacts): readonly AuditorAnswer[] => {
  const { from, to } = facts.scope;
  const answers = allAnswers(facts);
  if (from === null && to === null) return answers;
  const outside = new Set(facts.records.filter(({ entry: { time } }) => (from !== null && Date.parse(time) < Date.parse(from)) || (to !== null && Date.parse(time) >= Date.parse(to))).map(({ path }) => path));
  return answers.map((answer) => {
    const lines = answer.lines.map((line) => (line.links.some((path) => outside.has(path)) ? { ...line, text: `${line.text} (entered outside the period)` } : line));
    const count = lines.filter((line, index) => line !== answer.lines[index]).length;
    return count === 0 ? answer : { ...answer, lines, short: `${answer.short} ${count} of the lines below ${count === 1 ? "is" : "are"} of what was entered outside the period, which bounds runs alone.` };
  });
};

const allAnswers = (facts: EvidenceFacts): readonly AuditorAnswer[] => [tested(facts), circumstances(facts), registered(facts), results(facts), waivers(facts), approvals(facts), responses(facts), rollbacks(facts), changes(facts), proof(facts), gaps(facts)];

const short = (digest: string): string => `sha256:${digest.replace(/^sha256:/, "").slice(0, 12)}`;
const name = ({ record }: RunFacts): string => `${record.model ?? "a model that nobody named"}${record.modelVersion === null ? "" : ` ${record.modelVersion}`}`;

const tested = ({ runs }: EvidenceFacts): AuditorAnswer => ({
  question: "What was tested: model, data, configuration",
  short: runs.length === 0 ? "Nothing: no run lies in the scope of this archive." : `${countOf(runs.length, "run")} of ${countOf(new Set(runs.map(name)).size, "model version")}.`,
  lines: runs.map((run) => {
    const { artifacts, data, parameters, codeRevision } = run.record;
    const files = artifacts.filter(({ group }) => group !== "golden").map(({ path, digest }) => `${path} ${short(digest)}`);
    const sources = data.map(({ source, digest }) => `${source} ${digest === null ? "(no digest was taken)" : short(digest)}`);
    return {
      text: `${name(run)}, run ${run.record.run} (${run.record.kind}): files ${files.length === 0 ? "none agreed" : files.join(", ")}; data ${sources.length === 0 ? "none" : sources.join(", ")}; configuration ${parameters.manifests.length === 0 ? "no manifest, the options stand in the run" : parameters.manifests.map(({ path, digest }) => `${path} ${short(digest)}`).join(", ")}; code ${codeRevision ?? "of an unknown revision"}`,
      links: [run.path],
    };
  }),
});

const circumstances = ({ runs }: EvidenceFacts): AuditorAnswer => ({
  question: "When, by whom, in which environment",
  short: runs.length === 0 ? "No run." : `From ${runs[0]?.record.startedAt ?? ""} to ${runs.at(-1)?.record.startedAt ?? ""}, entered by ${[...new Set(runs.map(({ record }) => record.actor ?? "nobody known"))].join(", ")}.`,
  lines: runs.map(({ record, path }) => ({
    text: `${record.startedAt}: run ${record.run}, entered by ${record.actor ?? "nobody known"} as entry ${record.links.sequence ?? "?"}, Lockstep ${record.tool.version} on ${record.host.platform} ${record.host.arch}; ${[...new Set(record.environments.map((each) => `${each.side} ${each.name} at ${each.address}`))].join(", ")}`,
    links: [path],
  })),
});

const ofKind = (records: readonly RecordFact[], kind: LedgerKind): readonly RecordFact[] => records.filter(({ entry }) => entry.kind === kind);

/** Whether the terms of a run were entered before it was. */
const registered = ({ runs, records }: EvidenceFacts): AuditorAnswer => {
  const hypotheses = ofKind(records, "hypothesis").filter(({ payload }) => textOf(payload, "version") === "1");
  const late = hypotheses.filter(({ payload }) => textOf(payload, "afterTheFact") === "true").length;
  const agreed = ofKind(records, "agreement");
  const unagreed = runs.filter(({ record }) => record.kind === "check" && !agreed.some(({ entry, payload }) => textOf(payload, "model") === record.model && entry.sequence < (record.links.sequence ?? 0)));
  return {
    question: "Which hypotheses and thresholds were registered before the data were seen",
    short: `${countOf(hypotheses.length, "hypothesis", "hypotheses")} registered${hypotheses.length === 0 ? "" : late === 0 ? ", each before the data it judges" : `, ${late} of them after data that they judge were there`}; terms of checks entered ${countOf(agreed.length, "time")}${unagreed.length === 0 ? "" : `; ${countOf(unagreed.length, "check")} had no terms entered before`}.`,
    lines: [
      ...hypotheses.map(({ entry, path, payload }) => ({
        text: `${textOf(payload, "hypothesis") ?? entry.subject}, registered at ${textOf(payload, "registeredAt") ?? entry.time} by ${textOf(payload, "author") ?? entry.actor} (entry ${entry.sequence}): ${textOf(payload, "content", "claim") ?? ""}; data seen until then: ${textOf(payload, "dataUntil") ?? "none that Lockstep knew of"}${textOf(payload, "afterTheFact") === "true" ? "; written after the fact" : ""}`, links: [path],
      })),
      ...agreed.map(({ entry, path, payload }) => ({ text: `terms of ${textOf(payload, "model") ?? "a model"} entered at ${entry.time} by ${entry.actor} as entry ${entry.sequence}; checks that were entered later were judged by them, until others took their place`, links: [path] })),
      ...unagreed.map(({ record, path }) => ({ text: `run ${record.run} was checked without terms in the ledger: by options, or by defaults, that stand in the run`, links: [path] })),
    ],
  };
};

const results = ({ runs }: EvidenceFacts): AuditorAnswer => {
  const counts = ["pass", "warn", "fail", "inconclusive", "error"].map((verdict) => [verdict, runs.filter(({ record }) => record.outcome.verdict === verdict).length] as const).filter(([, count]) => count > 0);
  return {
    question: "The results, with intervals and sample sizes",
    short: runs.length === 0 ? "No run." : `${counts.map(([verdict, count]) => `${count} ${verdict}`).join(", ")}. What could not be decided counts as not passed.`,
    lines: runs.flatMap((run) => [
      { text: `${run.record.startedAt.slice(0, 10)} ${name(run)} in ${run.environment}: ${run.record.outcome.verdict}, ${run.record.outcome.decision.action}. ${run.record.outcome.headline}`, links: [run.path, run.path.replace(/^runs\//, "statements/").replace(/\.json$/, ".dsse.json")] },
      ...run.findings.map((finding) => ({ text: `${finding.verdict}${finding.mode === "enforce" ? "" : ` (${finding.mode})`} ${finding.id}: ${finding.statement} [${toldValue(finding)}]${finding.waived === undefined ? "" : ` waived by ${finding.waived.waiver} until ${finding.waived.expiresAt}`}`, links: [] })),
      ...(run.findingsInAll > run.findings.length ? [{ text: `${run.findingsInAll - run.findings.length} more findings stand in the run's document`, links: [run.path] }] : []),
    ]),
  };
};
