import type { LedgerEntry } from "../domain/ledger-entry.ts";

/** Files that close an archive, and vouch for all others; the keys that they were signed with lie beside them, each under its own id. */
export const manifestPath = "manifest.json";
export const signaturePath = "manifest.dsse.json";
export const keyPath = (id: string): string => `keys/${id.replace(/^sha256:/, "")}.public.pem`;

export const ledgerPath = "ledger.jsonl";
export const checkpointPath = "checkpoint.dsse.json";
export const pagePath = "index.html";
export const readmePath = "README.txt";
export const cardPath = "model-card.cdx.json";
export const textPath = (digest: string): string => `texts/${digest}.txt`;
export const signOffPath = (digest: string): string => `sign-offs/${digest}.json`;

/** An id that is a file's name on every system; any other run lies under its place in the ledger. */
const plainId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const place = ({ sequence }: Pick<LedgerEntry, "sequence">): string => String(sequence).padStart(8, "0");

export const runPath = (entry: Pick<LedgerEntry, "sequence" | "subject">): string => `runs/${plainId.test(entry.subject) ? entry.subject : `entry-${place(entry)}`}.json`;
export const statementPath = (entry: Pick<LedgerEntry, "sequence" | "subject">): string => `statements/${plainId.test(entry.subject) ? entry.subject : `entry-${place(entry)}`}.dsse.json`;
export const recordPath = (entry: Pick<LedgerEntry, "sequence" | "kind">): string => `records/${place(entry)}-${entry.kind}.json`;

/** What an archive may hold besides what closes it. Nothing in it leads out of a folder, hides, or is a name on one system only. */
const allowed = /^(?:index\.html|README\.txt|model-card\.cdx\.json|ledger\.jsonl|checkpoint\.dsse\.json|runs\/[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.json|statements\/[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.dsse\.json|records\/\d{8,}-[a-z-]+\.json|texts\/[0-9a-f]{64}\.txt|sign-offs\/[0-9a-f]{64}\.json)$/;
const closing = /^(?:manifest\.json|manifest\.dsse\.json|keys\/[0-9a-f]{64}\.public\.pem)$/;

export const isListedPath = (path: string): boolean => allowed.test(path);
export const isClosingPath = (path: string): boolean => closing.test(path);
/** Only what is signed of it is sealed by the manifest. */
export const isEnvelopePath = (path: string): boolean => path === checkpointPath || path.startsWith("statements/");
