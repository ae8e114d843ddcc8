import { judgeRate } from "../judge-rate.ts";
import type { PeerRecord } from "../peers/peer-record.ts";
import type { Measured } from "../run-scenarios.ts";
import { besidePeersId, peerSizes, shiftedColumns } from "../scenarios/beside-peers.ts";
import { percentText, rateText, tableText } from "./rate-text.ts";

export interface PageInput {
  readonly measured: readonly Measured[];
  readonly peers: PeerRecord;
  readonly seed: number;
  /** Of the replications of a full run. */
  readonly factor: number;
  readonly seconds: number;
}

interface Row {
  readonly measured: Measured;
  readonly question: string;
  readonly nominal: string;
  readonly judged: ReturnType<typeof judgeRate>;
  readonly of: number;
  readonly refused: number;
}

const peerNames: readonly (readonly [string, string])[] = [["evidently", "Evidently"], ["nannyml", "NannyML"], ["whylogs", "whylogs"], ["psi-0.1", "PSI above 0.1"], ["psi-0.2", "PSI above 0.2"]];
const rules = { "at-most": "at most", near: "about", "at-least": "at least", coverage: "", shown: "" } as const;

/** docs/honesty.md: what an executive reads first, then every rate. */
export const pageOf = ({ measured, peers, seed, factor, seconds }: PageInput): string => {
  const rows = measured.flatMap((each): Row[] => each.scenario.claims.map((claim) => {
    const counts = each.tally[claim.counter] ?? { hits: 0, of: 0, refused: 0 };
    const nominal = claim.nominal === null ? "" : `${rules[claim.rule]} ${claim.nominal}${claim.slack === undefined ? "" : ` ± ${claim.slack}`}`.trim();
    return { measured: each, question: claim.question, nominal, judged: judgeRate(claim, counts), of: counts.of, refused: counts.refused };
  }));
  const outside = rows.filter(({ judged }) => judged.word === "NOT inside");
  const promised = rows.filter(({ judged }) => judged.word !== "shown");
  const groups = [...new Set(measured.map(({ scenario }) => scenario.group))];
  return `${[
    "# How honest the defaults are", "",
    "Every tool that compares data cries wolf sometimes, and misses wolves sometimes. This page says how often Lockstep does, with the settings that it ships with, on simulated data of which the truth is known. "
      + "Most rates here are at places where it is hardest: nothing differs at all, or something differs by exactly the margin. A default that does not keep its rate is listed below as NOT inside, and is not left out. "
      + "Beside ours stand the defaults of tools that people use for the same purpose, run from their published packages on data of the same kind.", "",
    `Written by \`npm run bench:honesty -- --write\`: ${promised.length.toLocaleString("en-US")} promises held against ${measured.reduce((sum, { replications }) => sum + replications, 0).toLocaleString("en-US")} simulated comparisons, seed ${seed}, ${Math.round(seconds / 60)} minutes. `
      + `${factor < 1 ? `**This page was written with ${percentText(factor)} of the replications of a full run**, so its bands are wider than they could be. ` : ""}${outside.length === 0 ? "Every rate is inside its band." : `**${outside.length} of them are NOT inside their band**; they stand under [What does not hold](#what-does-not-hold).`}`, "",
    "## How often we cry wolf", "", "Ten columns, nothing differs. How often does the tool call at least one of them shifted?", "", cryWolf(measured, peers), "",
    "Most of the peers' alarms come from the two columns of classes, whose reference they take for exact; the same by kind of column:", "", byColumn(peers), "",
    "The whole of `lockstep compare` on thirty features, a score, a decision, labels, latency and errors where nothing differs:", "", wholeTable(measured), "",
    "\"Cannot tell\" is what Lockstep says when rows are too few: never a pass, never an alarm. What could not be told of features alone is shown and warns of nothing.", "",
    "## What we see at which n", "", "A column's mean moves. In percent of the simulations: how often the tool calls that column shifted.", "", seenTable(measured, peers), "",
    "Lockstep asks whether a shift is *larger than the margin* (a chi-square distance of 0.1 by default, which a normal column reaches when its mean moves by about a third of a standard deviation). A smaller shift is shown, with its size and the p value of the plain test, "
      + "and passes when it is certain to be smaller. The row \"p\" is that plain test, held to ten columns together.", "",
    "Other effects, one column or output alone, by number of rows on either side (\"sees\": the plain test at p < 0.05; \"beyond\" and \"inside\": judged against the margin):", "", effectsTable(measured), "",
    "## What does not hold", "", outside.length === 0 ? "Nothing: every rate that is promised is inside its band." : tableText(["where", "what", "promised", "measured", "of"], outside.map((row) => [`${row.measured.scenario.group}: ${row.measured.scenario.title}`, row.question, row.nominal, `**${rateText(row.judged.rate)}**`, row.of.toLocaleString("en-US")])), "",
    "## How to read the rows", "",
    "- *promised*: a false alarm or a false pass comes `at most` so often; a calibrated test `about` so often; an interval holds the true value as often as its level says.",
    "- *measured ± error*: the rate and its Monte Carlo standard error. *band*: what a rate exactly as promised shows in 99.9 % of benches with as many replications (after the slack that is written with it).",
    "- *inside*, *NOT inside*; *wide*: an interval that holds the truth more often than it says, so it is longer than need be. *shown*: no promise. *refused*: how often no answer was given, which is no error.",
    "- Counts are drawn, not rows: a profile holds counts, and a multinomial over its bins is what n rows would have left. Rows are drawn where their order matters (AR(1)). Sums inside a bin of 1 % are those of values that lie evenly in it.", "",
    ...groups.flatMap((group) => [`## ${group}`, "", groupTable(rows.filter(({ measured: each }) => each.scenario.group === group)), ""]),
    "## The peers", "", "Defaults as shipped; the scripts are in `bench/honesty/peers`, and `peers.json` there holds the counts. NannyML cuts either side into ten chunks and alarms when one chunk leaves mean ± 3 standard deviations of the reference's chunks.", "",
    tableText(["peer", "script", "simulations per size", "packages"], peerNames.flatMap(([key, name]) => { const peer = peers.peers[key]; return peer === undefined ? [] : [[name, `\`${peer.script}\``, peer.results.filter(({ shifted }) => !shifted).map((each) => `${each.replications} of ${each.rows.toLocaleString("en-US")} rows`).join(", "), peer.packages.join(", ")]]; })), "",
  ].join("\n").trimEnd()}\n`;
};

const groupTable = (rows: readonly Row[]): string => tableText(["what", "question", "promised", "measured ± error", "band", "of", "refused", ""], rows.map(({ measured, question, nominal, judged, of, refused }) => [
  measured.scenario.title, question, nominal === "" ? "–" : nominal, judged.rate === null ? "–" : `${rateText(judged.rate)} ± ${(judged.error ?? 0).toFixed(4)}`,
  judged.low === null || judged.high === null ? "–" : `${rateText(judged.low)} … ${rateText(judged.high)}`, of.toLocaleString("en-US"), refused === 0 ? "" : refused.toLocaleString("en-US"), judged.word === "NOT inside" ? "**NOT inside**" : judged.word,
]));

const rateIn = (measured: readonly Measured[], id: string, counter: string): number | null => {
  const counts = measured.find(({ scenario }) => scenario.id === id)?.tally[counter];
  return counts === undefined || counts.of === 0 ? null : counts.hits / counts.of;
};

const sizeHead = peerSizes.map((n) => `${n.toLocaleString("en-US")} rows`);

const ofPeer = (peers: PeerRecord, key: string, n: number, shifted: boolean, column: string | null): number | null => {
  const found = peers.peers[key]?.results.find(({ rows, shifted: moved }) => rows === n && moved === shifted);
  if (found === undefined) return null;
  if (column === null) return found.anyColumn / found.replications;
  const counts = found.columns[column];
  return counts === undefined || counts.of === 0 ? null : counts.hits / counts.of;
};

const cryWolf = (measured: readonly Measured[], peers: PeerRecord): string => tableText(["tool, as shipped", ...sizeHead], [
  ["**Lockstep**", ...peerSizes.map((n) => `**${percentText(rateIn(measured, besidePeersId(n, false), "any"))}**`)],
  ...peerNames.map(([key, name]) => [name, ...peerSizes.map((n) => percentText(ofPeer(peers, key, n, false, null)))]),
]);

const byColumn = (peers: PeerRecord): string => tableText(["tool", "column where nothing differs", ...sizeHead], peerNames.flatMap(([key, name]) => [["normal_0", "normal"], ["lognormal", "lognormal, sigma 2"], ["classes", "5 classes"], ["rare_classes", "50 classes, some rare"]]
  .map(([column = "", words = ""]) => [name, words, ...peerSizes.map((n) => percentText(ofPeer(peers, key, n, false, column)))])));

const seenTable = (measured: readonly Measured[], peers: PeerRecord): string => tableText(["shift", "tool", ...sizeHead], shiftedColumns.flatMap(({ column, shift }) => [
  [`mean + ${shift} sd`, "**Lockstep: beyond the margin**", ...peerSizes.map((n) => `**${percentText(rateIn(measured, besidePeersId(n, true), `${column} fail`))}**`)],
  ["", "**Lockstep: p**", ...peerSizes.map((n) => `**${percentText(rateIn(measured, besidePeersId(n, true), `${column} p`))}**`)],
  ...peerNames.map(([key, name]) => ["", name, ...peerSizes.map((n) => percentText(ofPeer(peers, key, n, true, column)))]),
]));

const wholeTable = (measured: readonly Measured[]): string => {
  const rows = measured.filter(({ scenario }) => scenario.id.startsWith("whole/30/"));
  const rate = ({ scenario }: Measured, counter: string): string => percentText(rateIn(measured, scenario.id, counter));
  return tableText(["rows", "says fail", "warns that something differs", "cannot tell", "warns at all", "passes"], rows.map((each) => [each.scenario.title.split("; ")[1]?.replace(" rows", "") ?? "", rate(each, "fail"), rate(each, "called"), rate(each, "inconclusive"), rate(each, "warn"), rate(each, "pass")]));
};

const effectsTable = (measured: readonly Measured[]): string => {
  const rows = measured.filter(({ scenario }) => scenario.id.startsWith("effect/"));
  const names = [...new Set(rows.map(({ scenario }) => scenario.title.split("; ")[0] ?? ""))];
  const sizes = [...new Set(rows.map(({ scenario }) => scenario.title.split("; ")[1]?.replace(/ (labelled )?rows/, "") ?? ""))];
  const text = (name: string, size: string): string => {
    const found = rows.find(({ scenario }) => scenario.title.startsWith(`${name}; ${size} `));
    if (found === undefined) return "–";
    const rate = (counter: string): string => percentText(rateIn(measured, found.scenario.id, counter));
    return `${found.scenario.claims.some(({ counter }) => counter === "significant") ? `sees ${rate("significant")}, ` : ""}beyond ${rate("fail")}, inside ${rate("pass")}`;
  };
  return tableText(["effect", ...sizes], names.map((name) => [name, ...sizes.map((size) => text(name, size))]));
};
