import type { Incident } from "../../../src/core/domain/incident.ts";

const words: Readonly<Record<Incident["status"], readonly [sign: string, word: string, meaning: string]>> = {
  open: ["●", "open", "Nobody has said yet that they know of it."],
  acknowledged: ["◐", "acknowledged", "Somebody knows of it and is at it."],
  recovering: ["↗", "recovering", "The last looks were well; it closes by itself when enough are."],
  closed: ["✓", "closed", "It is over."],
};

/** How an incident stands, as a sign, a word and a colour. */
export const StatusMark = ({ status }: { status: Incident["status"] }) => {
  const [sign, word, meaning] = words[status];
  return <span className={`standing standing-${status}`} title={meaning}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>;
};
