import type { ListedRun } from "../../../../ports/catalogue.ts";
import type { Row } from "./read-rows.ts";

export const runColumns = "number, id, started_at, kind, model, environment, reference, candidate, verdict, headline, model_version, code_revision, decision, findings";

/** A row of a run, as it was judged. */
export const listedRun = (row: Row): ListedRun => ({
  id: row["id"], startedAt: row["started_at"], reference: row["reference"], candidate: row["candidate"], model: row["model"], verdict: row["verdict"], judged: row["verdict"], waivers: [], pushed: null, headline: row["headline"], kind: row["kind"],
  environment: row["environment"], modelVersion: row["model_version"], codeRevision: row["code_revision"], decision: row["decision"], findings: row["findings"],
}) as ListedRun;
