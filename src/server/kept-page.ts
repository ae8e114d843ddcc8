import { keptTexts } from "../app/runs/kept-texts.ts";
import type { ServerWorld } from "../app/serve/server-world.ts";
import { type ReadyAnswer, readyAnswer } from "./ready-answer.ts";
import type { RouteRequest } from "./route.ts";

/** Characters of pages that a server keeps at hand. */
const mostKept = 8 * 2 ** 20;

const kept = new WeakMap<ServerWorld, { head: string; readonly texts: ReturnType<typeof keptTexts> }>();

/**
 * A page of what the store holds, made once until something is entered: everybody who looks at the same list asks for it at the same time, namely when an entry came.
 * A waiver that is over, or began, makes it anew too. Only for what depends on nothing but the store, the waivers that hold, the address and the models that whoever asks may see. The head is read first, so what is kept is never older than it.
 */
export const keptPage = ({ world, principal, request }: Pick<RouteRequest<unknown, unknown, unknown>, "world" | "principal" | "request">, make: () => unknown): ReadyAnswer => {
  const head = `${world.catalogue.head()?.hash ?? ""} ${world.catalogue.holding()}`;
  let known = kept.get(world);
  if (known?.head !== head) kept.set(world, known = { head, texts: keptTexts(mostKept) });
  const { url } = request;
  const key = `${principal.models === null ? "" : JSON.stringify(principal.models)} ${url.slice(url.indexOf("/", url.indexOf("//") + 2))}`;
  let text = known.texts.get(key);
  if (text === null) known.texts.keep(key, text = JSON.stringify(make()));
  return readyAnswer(text, { "content-type": "application/json" });
};
