import { formatNumber } from "../../../src/report/wording/format-number.ts";
import type { Finding } from "../run-types.ts";

const written = (value: Finding["evidence"][string]): string => (typeof value === "number" ? formatNumber(value) : value === null ? "–" : String(value));

/** `smallestTolerance` as a reader says it. */
const spoken = (name: string): string => name.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);

/** The other numbers a statement rests on. */
export const Evidence = ({ evidence }: { evidence: Finding["evidence"] }) => (
  <dl className="evidence">
    {Object.entries(evidence).map(([name, value]) => <div key={name}><dt dir="auto">{spoken(name)}</dt><dd title={String(value)} dir="auto">{written(value)}</dd></div>)}
  </dl>
);
