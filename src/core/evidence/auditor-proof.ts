import { countOf } from "../wording/count-of.ts";
import { checkpointPath, ledgerPath, manifestPath, signaturePath, textPath } from "./archive-paths.ts";
import type { AuditorAnswer, EvidenceFacts } from "./evidence-facts.ts";
import { listOf } from "../wording/list-of.ts";
import { prunedNames } from "../wording/pruned-names.ts";
import { textOf } from "./payload-text.ts";

/** What makes a change show, and what does not. */
export const proof = ({ entries, records }: EvidenceFacts): AuditorAnswer => {
  const checkpoints = records.filter(({ entry }) => entry.kind === "checkpoint");
  return {
    question: "Proof that nothing was tampered with",
    short: `A chain of ${countOf(entries.length, "entry", "entries")} up to head ${entries.at(-1)?.hash ?? "none"}; ${countOf(checkpoints.length, "signed checkpoint")} in it, one beside it.`,
    lines: [
      { text: `every entry seals the one before it and the digest of its document; the head is signed beside the archive's list of files`, links: [ledgerPath, checkpointPath, manifestPath, signaturePath] },
      ...checkpoints.map(({ entry, path, payload }) => ({ text: `${textOf(payload, "at") ?? entry.time}: ${textOf(payload, "entries") ?? "?"} entries up to ${textOf(payload, "head") ?? "?"} signed by ${entry.actor}`, links: [path] })),
      { text: "verify it without network and without the store: lockstep verify ARCHIVE --trusted-key KEY.public.pem; README.txt says how to do so by hand", links: ["README.txt"] },
      { text: "not proven: that the clock of the machine was right, that whoever signed was honest when a document was first entered, and that nothing was left out before it was entered", links: [] },
    ],
  };
};

/** A silence longer than this is told as a gap. */
const silenceDays = 7;
const dayMs = 86_400_000;

/** What is not there, said in words. */
export const gaps = ({ runs, records, scope, at, files }: EvidenceFacts): AuditorAnswer => {
  const groups = new Map<string, string[]>();
  for (const { record, environment } of runs) {
    const key = `${record.model ?? "a model that nobody named"} in ${environment}`;
    groups.set(key, [...(groups.get(key) ?? []), record.startedAt]);
  }
  const silences = [...groups].flatMap(([what, starts]) => {
    const moments = [...(scope.from === null ? [] : [scope.from]), ...starts, ...(scope.runs.length > 0 ? [] : [scope.to ?? at])];
    return moments.slice(1).flatMap((moment, index) => {
      const before = moments[index] ?? moment;
      const days = Math.floor((Date.parse(moment) - Date.parse(before)) / dayMs);
      return days >= silenceDays ? [{ text: `no run of ${what} from ${before.slice(0, 10)} to ${moment.slice(0, 10)} (${days} days)`, links: [] }] : [];
    });
  });
  const retired = records.filter(({ entry }) => entry.kind === "retention");
  const texts = new Set(runs.flatMap(({ record }) => record.parameters.manifests.filter(({ digest }) => !files.has(textPath(digest.replace(/^sha256:/, "")))).map(({ path, digest }) => `${path} ${digest}`)));
  const lines = [
    ...silences,
    ...runs.flatMap(({ gaps: each, record, path }) => each.map((text) => ({ text: `run ${record.run}: ${text}`, links: [path] }))),
    ...retired.map(({ entry, path, payload }) => ({ text: `${entry.time}: retention took ${textOf(payload, "removed") === null ? prunedWords(payload) : `${textOf(payload, "removed") ?? ""} runs away, named with their digests`}: ${textOf(payload, "reason") ?? ""}`, links: [path] })),
    ...[...texts].sort().map((text) => ({ text: `the text of the configuration ${text} was not kept`, links: [] })),
  ];
  return { question: "Gaps: what there are no data of", short: lines.length === 0 ? `None was found: no silence of ${silenceDays} days, no window without data, nothing removed.` : `${countOf(lines.length, "gap")}, each named here.`, lines };
};

const prunedWords = (payload: unknown): string => {
  const told = (["events", "spans", "alerts", "copies"] as const).flatMap((what) => (textOf(payload, "pruned", what) ?? "0") === "0" ? [] : [`${textOf(payload, "pruned", what) ?? ""} ${prunedNames[what]}`]);
  return `${listOf(told)} away`;
};
