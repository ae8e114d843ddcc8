import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ListedRun } from "../../ports/catalogue.ts";
import { shownInPage } from "../../report/html.ts";
import { loadViewer } from "../load-viewer.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { keptTexts } from "./kept-texts.ts";

/** Characters of documents that a server keeps at hand. */
const mostKept = 32 * 2 ** 20;

const kept = new WeakMap<ServerWorld, ReturnType<typeof keptTexts<string>>>();

const textsOf = (world: ServerWorld): ReturnType<typeof keptTexts<string>> => {
  const known = kept.get(world) ?? keptTexts(mostKept);
  kept.set(world, known);
  return known;
};

/** The run of an id or its beginning, as lists show it. LS502 when there is none, or several begin so. */
export const listedRunOf = ({ catalogue }: ServerWorld, id: string): ListedRun => {
  const found = catalogue.run(id);
  if (found === null) throw new LockstepError("LS502", { message: `no run begins with "${id.slice(0, 100)}"`, place: id.slice(0, 100), todo: "The runs stand at /api/v1/runs." });
  return found;
};

/** The whole document. LS503 when it is not what the ledger sealed. */
export const wholeRun = ({ store }: ServerWorld, id: string): Run => {
  const run = store.get(id);
  if (run === null) throw new LockstepError("LS502", { message: `run ${id} is no longer in the store`, place: id });
  return run;
};

/** The document as JSON: whole, or cut to what a page can hold, as the HTML report cuts it. A run never changes, so neither does this. */
export const runText = async (world: ServerWorld, id: string, shown: boolean): Promise<string> => {
  const texts = textsOf(world);
  const key = `${shown ? "shown" : "whole"} ${id}`;
  const known = texts.get(key);
  if (known !== null) return known;
  const run = wholeRun(world, id);
  const text = JSON.stringify(shown ? shownInPage(run, await loadViewer()) : run);
  texts.keep(key, text);
  return text;
};
