import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";

const words: Readonly<Record<ChangeRequest["status"], readonly [sign: string, word: string, meaning: string]>> = {
  open: ["…", "waiting", "Somebody must still say yes."],
  approved: ["✓", "approved", "Everybody who must say yes has; it is about to be carried out."],
  enacted: ["✓", "done", "It was approved and carried out."],
  refused: ["✗", "refused", "Somebody said no."],
  withdrawn: ["↩", "withdrawn", "Whoever asked took it back."],
  expired: ["⌛", "expired", "Nobody decided in time; it has to be asked again."],
};

/** How a request stands, as a sign, a word and a colour. */
export const RequestStanding = ({ status }: Pick<ChangeRequest, "status">) => {
  const [sign, word, meaning] = words[status];
  return <span className={`standing request-${status}`} title={meaning}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>;
};
