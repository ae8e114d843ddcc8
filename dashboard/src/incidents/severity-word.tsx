import type { Severity } from "../../../src/core/domain/verdict.ts";

/** How much it matters; the gravest stand out by weight, not by colour alone. */
export const SeverityWord = ({ severity }: { severity: Severity }) => <span className={`severity severity-${severity}`}>{severity}</span>;
