import { keptTexts } from "../app/runs/kept-texts.ts";
import type { LedgerKind } from "../core/domain/ledger-entry.ts";
import type { ServerWorld } from "../app/serve/server-world.ts";
import { answerOf, type KeptAnswer, keptAnswer } from "./kept-answer.ts";
import type { ReadyAnswer } from "./ready-answer.ts";
import type { RouteRequest } from "./route.ts";

/** Characters of pages that a server keeps at hand. */
const mostKept = 8 * 2 ** 20;

/** What was made of the store as it was: up to an entry, under the waivers that held. */
interface Kept {
  sequence: number;
  hash: string;
  readonly holding: string;
  readonly answers: ReturnType<typeof keptTexts<KeptAnswer>>;
}

/** By the kinds of entries that change it. */
const kept = new WeakMap<ServerWorld, Map<string, Kept>>();

/** What lists of runs and of what is in them are made of: entries of other kinds, such as what happens to incidents or is told of them, leave them as they are. */
export const ofRuns = ["run", "retention", "waiver", "hypothesis"] as const satisfies readonly LedgerKind[];

/**
 * A page of what the store holds, made once until something is entered that changes it (`changedBy`; null: anything): everybody who looks at the same list asks for it at the same time, namely when
 * an entry came. A waiver that is over, or began, makes it anew too. Whoever has the page that it still is (If-None-Match) is sent nothing. Only for what depends on nothing but the store, the waivers
 * that hold, the address and the models that whoever asks may see. The head is read first, so what is kept is never older than it.
 */
export const keptPage = ({ world, principal, request }: Pick<RouteRequest<unknown, unknown, unknown>, "world" | "principal" | "request">, changedBy: readonly LedgerKind[] | null, make: () => unknown): ReadyAnswer | Promise<ReadyAnswer> => {
  const { answers } = keptOf(world, changedBy);
  const { url } = request;
  const key = `${principal.models === null ? "" : JSON.stringify(principal.models)} ${url.slice(url.indexOf("/", url.indexOf("//") + 2))}`;
  let answer = answers.get(key);
  if (answer === null) answers.keep(key, answer = keptAnswer(JSON.stringify(make())));
  return answerOf(answer, request);
};

const keptOf = (world: ServerWorld, changedBy: readonly LedgerKind[] | null): Kept => {
  const { catalogue } = world;
  const head = catalogue.head();
  const [hash, sequence, holding] = [head?.hash ?? "", head?.sequence ?? 0, catalogue.holding()];
  const all = kept.get(world) ?? new Map<string, Kept>();
  kept.set(world, all);
  const name = changedBy?.join(" ") ?? "";
  const known = all.get(name);
  if (known !== undefined && known.holding === holding) {
    if (known.hash === hash) return known;
    if (changedBy !== null && sequence > known.sequence && catalogue.entriesAfter(known.sequence, 1, changedBy).length === 0) {
      known.sequence = sequence;
      known.hash = hash;
      return known;
    }
  }
  const made: Kept = { sequence, hash, holding, answers: keptTexts<KeptAnswer>(mostKept) };
  all.set(name, made);
  return made;
};
