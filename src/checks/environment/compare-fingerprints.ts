import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { FieldKindName } from "../../core/fingerprint/field-kinds.ts";
import { matchesField } from "../../core/fingerprint/matches-field.ts";
import { causesOf } from "./causes-of.ts";
import { differenceStatement, fieldTitle, type SideNames } from "./difference-words.ts";
import { type EnvironmentFacts, environmentFacts, equalPair } from "./environment-facts.ts";
import { besideTheModel, kindWords } from "./kind-words.ts";
import { matchRenamed } from "./match-renamed.ts";
import { type FieldPair, pairFields } from "./pair-fields.ts";
import { quietReason } from "./quiet/quiet-reason.ts";
import { onlyThePlaceDiffers } from "./quiet/quiet-places.ts";
import { tellingKeys } from "./telling-key.ts";
import { otherProcessDifferences, unreadDifferences } from "./unread-differences.ts";
import { rankOf, weights } from "./weigh.ts";

export interface CompareOptions {
  /** Overrides in force for this pair of environments; what they allow is intended. */
  readonly overrides: readonly { readonly name: string; readonly allow: readonly string[] }[];
  /** How sentences call the two sides. */
  readonly names?: SideNames;
}

interface Judged {
  readonly pair: FieldPair;
  readonly quiet: string | null;
  readonly weight: EnvironmentDifference["weight"];
  readonly moves: EnvironmentDifference["moves"];
}

/** Libraries whose loaded bytes can move an answer; others (compression, encryption) are suspects at most. */
const computes = /blas|lapack|mkl|gomp|iomp|libomp|cublas|cudnn|cudart|cufft|cusparse|cusolver|nvrtc|nvinfer|quadmath|gfortran|umath|ufuncs|xgboost|lightgbm|catboost|onnxruntime|torch|tensorflow|tflite|dnnl|xla|tokenizers/i;

const judge = (pair: FieldPair, facts: EnvironmentFacts): Judged => {
  const moves = pair.kind?.moves ?? "both";
  const switchOfOneVersion = pair.kindName === "framework.switch" && (pair.reference.state === "nothing" || pair.candidate.state === "nothing");
  const weight = pair.renamed !== null || switchOfOneVersion || (pair.kindName === "native.library" && !computes.test(pair.subject ?? "")) ? "explains" : (pair.kind?.weight ?? "explains");
  return { pair, quiet: quietReason(pair, facts), weight, moves };
};

/** Evidence for the thing that differs beside it, or a part of it, not that thing: what a fixed computation gave, a card's driver. */
const behindOthers: ReadonlySet<FieldKindName> = new Set(["canary.numpy", "canary.libm", "gpu.driver", "cpu.throttled", "hash.canary", "git.dirty", "python.build", "python.executable", "time.database"] as const);

/** What the package's other version explains by itself is no second reason to worry. */
const leading = (members: readonly Judged[]): readonly Judged[] => {
  const loud = members.filter(({ quiet }) => quiet === null);
  const among = loud.length > 0 ? loud : members;
  const versions = among.filter(({ pair }) => pair.kindName === "package.version" || pair.kindName === "python.version");
  const evidence = ({ pair }: Judged): number => (pair.kindName !== null && behindOthers.has(pair.kindName) ? 1 : 0);
  return (versions.length > 0 ? versions : among).toSorted((x, y) => weights.indexOf(x.weight) - weights.indexOf(y.weight) || evidence(x) - evidence(y));
};

const widest = (members: readonly Judged[]): EnvironmentDifference["moves"] => {
  const all = new Set(members.map(({ moves }) => moves));
  if (all.has("both") || (all.has("answers") && all.has("latency"))) return "both";
  return all.has("answers") ? "answers" : all.has("latency") ? "latency" : "nothing";
};

const overrideFor = (id: string, { overrides }: CompareOptions): string | null =>
  overrides.find(({ allow }) => allow.some((pattern) => matchesField(pattern, id)))?.name ?? null;

const told = (members: readonly Judged[], options: CompareOptions & { readonly names: SideNames; readonly imageDiffers: boolean; readonly cards: EnvironmentFacts["cards"] }): EnvironmentDifference => {
  const order = leading(members);
  const first = order[0] ?? members[0];
  if (first === undefined) throw new Error("a difference is told of at least one field");
  const { pair, weight, quiet } = first;
  const loud = members.filter((member) => (member.quiet === null) === (quiet === null));
  const group = pair.kind?.group ?? "configuration";
  const title = fieldTitle(pair);
  const override = overrideFor(pair.id, options);
  const moves = widest(loud);
  const seenInArithmetic = loud.some(({ pair: { kindName } }) => kindName === "canary.numpy" || kindName === "canary.libm");
  const follows = options.imageDiffers && (group === "packages" || group === "python" || pair.kindName === "os.release" || pair.kindName === "libc.version" || pair.kindName === "native.library");
  return {
    id: pair.id, title, group, subject: pair.subject, scope: pair.scope, reference: pair.reference.value, candidate: pair.candidate.value, unread: [], weight, moves, quiet, override,
    statement: `${differenceStatement(pair, options.names, options.cards)}${seenInArithmetic && pair.kind?.group !== "numerics" ? ", and fixed computations give other digits" : ""}`,
    ...(pair.kindName === "native.library" && !computes.test(pair.subject ?? "") ? besideTheModel : kindWords(pair.kindName, group)),
    causes: [...new Set([...order, ...loud].flatMap((member) => causesOf(member.pair)))],
    rank: rankOf({ weight, group, moves, subject: pair.subject, quiet, override, unread: [], seenInArithmetic, follows }),
    together: members.filter((member) => member !== first).map((member) => member.pair.id),
  };
};

/**
 * Every difference between two fingerprints, the worst first: the quiet ones too, each with its reason. Fields that say the same are one difference. A field that one
 * side could not read is not equal; one that neither side read is silent.
 */
export const compareFingerprints = (reference: Fingerprint, candidate: Fingerprint, options: CompareOptions): EnvironmentDifference[] => {
  const names = options.names ?? { reference: "the reference", candidate: "the candidate" };
  const { pairs: all, notTheServers } = pairFields(reference, candidate);
  const pairs = matchRenamed(all);
  const facts = environmentFacts(pairs);
  const known = pairs.filter((pair) => pair.reference.state !== "unread" && pair.candidate.state !== "unread" && !equalPair(pair));
  const keys = tellingKeys(known, onlyThePlaceDiffers);
  const groups = new Map<string, Judged[]>();
  for (const pair of known) {
    const key = keys.get(pair) ?? pair.id;
    groups.set(key, [...(groups.get(key) ?? []), judge(pair, facts)]);
  }
  const imageDiffers = known.some(({ kindName }) => kindName === "image.digest");
  const override = (id: string): string | null => overrideFor(id, options);
  return [
    ...Array.from(groups.values(), (members) => told(members, { ...options, names, imageDiffers, cards: facts.cards })),
    ...unreadDifferences(pairs, names, override),
    ...otherProcessDifferences(notTheServers, names),
  ].toSorted((x, y) => y.rank - x.rank || (x.id < y.id ? -1 : 1));
};
