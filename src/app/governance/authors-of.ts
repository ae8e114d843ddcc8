import type { RequestSubject } from "../../core/domain/change-request.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** How many of a model's newest runs are looked through for who built it. */
const lookBack = 20;

/** Who made what a request is about, as the manifest named them: the author of the model whose run or findings it is about. Who asks is added by the request itself. */
export const authorsOf = (store: RunStore, subject: RequestSubject): string[] => {
  switch (subject.kind) {
    case "decision": return authorOf(store, subject.run);
    case "waiver": {
      // Whoever built any of the versions that were judged lately is an author, wherever they were judged: a waiver outlives the version.
      return [...new Set(store.list(lookBack, 0, { model: subject.model }).flatMap(({ id }) => authorOf(store, id, subject.model)))];
    }
    case "amendment": case "remedy": case "release-hold": return [];
  }
};

const authorOf = (store: RunStore, id: string, model: string | null = null): string[] => {
  const run = store.get(id);
  const author = run?.agreement?.author ?? null;
  return run === null || author === null || (model !== null && runAbout(run).model !== model) ? [] : [author];
};
