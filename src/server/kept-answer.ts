import { sha256 } from "../core/ledger/sha256.ts";
import { packedFor, type Packs } from "./packed-for.ts";
import { type ReadyAnswer, readyAnswer } from "./ready-answer.ts";

/** JSON that many ask for, with all that is made of it once. */
export interface KeptAnswer {
  readonly text: string;
  /** Another for another text. Weak, for it is the same however it is packed. */
  readonly tag: string;
  readonly packs: Packs;
  /** In characters, with what it is packed to. */
  readonly length: number;
}

/** So much of a text's length its packed forms come to at most. */
const packedShare = 1.5;

export const keptAnswer = (text: string, tag: string = sha256(text).slice(0, 32)): KeptAnswer => ({ text, tag: `W/"${tag}"`, packs: new Map(), length: Math.ceil(text.length * packedShare) });

/** What is sent of it: nothing but 304 to whoever has it already (If-None-Match), else as small as they understand. */
export const answerOf = ({ text, tag, packs }: KeptAnswer, { headers }: Pick<Request, "headers">): ReadyAnswer | Promise<ReadyAnswer> => {
  const own = { etag: tag, vary: "accept-encoding" };
  const has = headers.get("if-none-match");
  if (has !== null && (has.trim() === "*" || has.split(",").some((each) => each.trim().replace(/^W\//, "") === tag.slice(2)))) return readyAnswer(null, own, 304);
  const whole = readyAnswer(text, { "content-type": "application/json", ...own });
  const accepted = headers.get("accept-encoding") ?? "";
  return accepted === "" ? whole : packedFor(text, accepted, packs, "often").then((packed) => (packed === null ? whole : readyAnswer(packed.body, { ...whole.headers, "content-encoding": packed.coding })));
};
