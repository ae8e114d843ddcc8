const json = (path: string, document = "document"): string => `json_extract(${document}, '$.${path}')`;

/* What is told of a hypothesis is what the reports tell: since it left its corridor where it did, else over all that was judged; one that fails within a segment fails. */
const toldSince = (since: string, over: string): string => `CASE WHEN ${json("overall.estimateSince", "e.value")} IS NULL THEN ${json(`overall.${over}`, "e.value")} ELSE ${json(`overall.${since}`, "e.value")} END`;
const shownVerdict = `CASE WHEN ${json("verdict", "e.value")} <> 'error' AND EXISTS (SELECT 1 FROM json_each(e.value, '$.segments') s WHERE ${json("verdict", "s.value")} = 'fail') THEN 'fail' ELSE ${json("verdict", "e.value")} END`;

/** Worst first, as `worstVerdict` has it. */
const rank = (verdict: string): string => `CASE ${verdict} WHEN 'error' THEN 0 WHEN 'fail' THEN 1 WHEN 'inconclusive' THEN 2 WHEN 'warn' THEN 3 ELSE 4 END`;

/** What of a document lists show, as columns of `run_rows`. */
const listed = (from: string): string => `
  SELECT ${json("id")}, ${json("startedAt")}, coalesce(${json("kind")}, 'check'),
    coalesce(${json("agreement.model")}, ${json("environments.candidate.model")}, ${json("environments.reference.model")}), coalesce(${json("environments.candidate.name")}, 'candidate'),
    ${json("environments.reference.address")}, ${json("environments.candidate.address")}, ${json("verdict")}, ${json("headline")},
    coalesce(${json("environments.candidate.version")}, ${json("agreement.modelVersion")}), ${json("codeRevision")}, ${json("decision.action")}, coalesce(json_array_length(document, '$.findings'), 0)
  FROM ${from}`;

const columns = "id, started_at, kind, model, environment, reference, candidate, verdict, headline, model_version, code_revision, decision, findings";

/** The newest run of its kind for a model in an environment, and what that makes of the model's state: all of it from what is there now, so the order in which runs come does not matter. */
const newest = (row: "new" | "old"): string => {
  const same = (alias: string): string => `${alias}.model = ${row}.model AND ${alias}.environment = ${row}.environment AND ${alias}.kind = ${row}.kind`;
  const passed = (column: string): string => `coalesce((SELECT p.${column} FROM run_rows p WHERE ${same("p")} AND p.verdict = 'pass' ORDER BY p.started_at DESC, p.id DESC LIMIT 1), '')`;
  return `
    DELETE FROM newest_runs WHERE model = ${row}.model AND environment = ${row}.environment AND kind = ${row}.kind;
    INSERT INTO newest_runs SELECT r.model, r.environment, r.kind, r.number, ${rank("r.verdict")}, CASE WHEN r.verdict = 'pass' THEN NULL ELSE
        (SELECT f.started_at FROM run_rows f WHERE ${same("f")} AND (f.started_at, f.id) > (${passed("started_at")}, ${passed("id")}) ORDER BY f.started_at, f.id LIMIT 1) END
      FROM run_rows r WHERE ${same("r")} ORDER BY r.started_at DESC, r.id DESC LIMIT 1;
    DELETE FROM model_states WHERE model = ${row}.model AND environment = ${row}.environment;
    INSERT INTO model_states SELECT model, environment, badness, min(since) FROM newest_runs
      WHERE model = ${row}.model AND environment = ${row}.environment AND badness = (SELECT min(badness) FROM newest_runs WHERE model = ${row}.model AND environment = ${row}.environment)
      GROUP BY model, environment, badness;`;
};

/** The newest look at each hypothesis of this run; one that was registered and never looked at is worse than well. */
const newestLooks = (row: "new" | "old"): string => `
    INSERT OR REPLACE INTO hypotheses SELECT k.model, k.name, coalesce(h.claim, (SELECT claim FROM hypotheses o WHERE o.model = k.model AND o.name = k.name), ''), h.run, h.back, CASE WHEN h.run IS NULL THEN 2 ELSE ${rank("h.verdict")} END
      FROM (SELECT DISTINCT model, name FROM hypothesis_rows WHERE run = ${row}.number) k LEFT JOIN hypothesis_rows h ON (h.run, h.back) =
        (SELECT n.run, n.back FROM hypothesis_rows n WHERE n.model = k.model AND n.name = k.name AND n.run <> coalesce(?without, -1) ORDER BY n.at DESC, n.run DESC, n.back DESC LIMIT 1);`;

/** An environment that was read beside any run, for all its models: under no model's name. */
const readings = (from: string): string => `INSERT OR IGNORE INTO fingerprint_rows SELECT '', ${json("environment")}, ${json("at")}, 'record', subject, 0, 0, NULL FROM ${from}${from.includes("WHERE") ? " AND" : " WHERE"} ${json("environment")} IS NOT NULL AND ${json("at")} IS NOT NULL;`;

/**
 * What lists and pages are read from, so that none of them opens a document: rows of runs, findings, looks at hypotheses and readings of environments; the newest of each; and
 * words to search. Triggers fill it from each document in the transaction that saves it. All of it can be made anew: documents and the ledger remain the truth.
 * Positions count backwards (`back`), so that one direction sorts newest first and, in a run, in the run's order.
 */
export const catalogueSchema = `
  CREATE TABLE run_rows (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL, kind TEXT NOT NULL, model TEXT, environment TEXT NOT NULL, reference TEXT NOT NULL, candidate TEXT NOT NULL,
    verdict TEXT NOT NULL, headline TEXT NOT NULL, model_version TEXT, code_revision TEXT, decision TEXT NOT NULL, findings INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX run_rows_by_start ON run_rows (started_at, id);
  CREATE INDEX run_rows_by_model ON run_rows (model, started_at, id);
  CREATE INDEX run_rows_by_environment ON run_rows (environment, started_at, id);
  CREATE INDEX run_rows_by_place ON run_rows (model, environment, started_at, id);
  CREATE INDEX run_rows_by_verdict ON run_rows (verdict, started_at, id);
  CREATE INDEX run_rows_by_kind ON run_rows (model, environment, kind, started_at, id);
  CREATE INDEX run_rows_by_outcome ON run_rows (model, environment, kind, verdict, started_at, id);
  CREATE TABLE finding_rows (
    run INTEGER NOT NULL, back INTEGER NOT NULL, id TEXT NOT NULL, check_name TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_name TEXT NOT NULL, segment TEXT, verdict TEXT NOT NULL,
    severity TEXT NOT NULL, mode TEXT NOT NULL, statement TEXT NOT NULL, estimate REAL, unit TEXT NOT NULL, low REAL, high REAL, level REAL, method TEXT, margin REAL, n INTEGER NOT NULL,
    PRIMARY KEY (run, back)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_rows_by_id ON finding_rows (run, id);
  CREATE INDEX finding_rows_by_check ON finding_rows (run, check_name, verdict, severity);
  CREATE INDEX finding_rows_by_verdict ON finding_rows (run, verdict, severity);
  CREATE TABLE newest_runs (model TEXT NOT NULL, environment TEXT NOT NULL, kind TEXT NOT NULL, run INTEGER NOT NULL, badness INTEGER NOT NULL, since TEXT, PRIMARY KEY (model, environment, kind)) STRICT, WITHOUT ROWID;
  CREATE TABLE model_states (model TEXT NOT NULL, environment TEXT NOT NULL, badness INTEGER NOT NULL, since TEXT, PRIMARY KEY (model, environment)) STRICT, WITHOUT ROWID;
  CREATE INDEX model_states_by_badness ON model_states (badness, model, environment);
  CREATE TABLE hypothesis_rows (
    run INTEGER NOT NULL, back INTEGER NOT NULL, model TEXT NOT NULL, name TEXT NOT NULL, environment TEXT NOT NULL, at TEXT NOT NULL, claim TEXT NOT NULL, verdict TEXT NOT NULL, metric TEXT NOT NULL, unit TEXT NOT NULL,
    severity TEXT NOT NULL, version INTEGER NOT NULL, estimate REAL, low REAL, high REAL, corridor_low REAL, corridor_high REAL, since TEXT, refused TEXT,
    PRIMARY KEY (run, back)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hypothesis_rows_by_name ON hypothesis_rows (model, name, at, run, back);
  CREATE TABLE hypotheses (model TEXT NOT NULL, name TEXT NOT NULL, claim TEXT NOT NULL, run INTEGER, back INTEGER, badness INTEGER NOT NULL, PRIMARY KEY (model, name)) STRICT, WITHOUT ROWID;
  CREATE INDEX hypotheses_by_badness ON hypotheses (badness, model, name);
  CREATE TABLE fingerprint_rows (
    model TEXT NOT NULL, environment TEXT NOT NULL, at TEXT NOT NULL, source TEXT NOT NULL, subject TEXT NOT NULL, position INTEGER NOT NULL, good INTEGER NOT NULL, replica TEXT,
    PRIMARY KEY (model, environment, at, source, subject, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX fingerprint_rows_by_good ON fingerprint_rows (model, environment, good, at);
  CREATE INDEX fingerprint_rows_by_subject ON fingerprint_rows (source, subject);
  CREATE TABLE read_environments (model TEXT NOT NULL, environment TEXT NOT NULL, PRIMARY KEY (model, environment)) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE run_words USING fts5(words, content = '', contentless_delete = 1);
  CREATE INDEX ledger_by_kind ON ledger (kind, sequence);

  CREATE TRIGGER runs_are_listed AFTER INSERT ON runs BEGIN
    INSERT INTO run_rows (${columns}) ${listed("(SELECT new.document AS document)")};
  END;
  CREATE TRIGGER runs_are_unlisted AFTER DELETE ON runs BEGIN DELETE FROM run_rows WHERE id = old.id; END;

  CREATE TRIGGER run_rows_are_filled AFTER INSERT ON run_rows BEGIN
    INSERT INTO finding_rows
      SELECT new.number, -e.key, ${["id", "check", "subject.kind", "subject.name", "subject.segment", "verdict", "severity", "mode", "statement", "estimate", "unit", "interval.low", "interval.high", "interval.level", "interval.method", "margin", "n"].map((path) => json(path, "e.value")).join(", ")}
      FROM runs, json_each(runs.document, '$.findings') e WHERE runs.id = new.id;
    INSERT INTO run_words (rowid, words)
      SELECT new.number, concat_ws(' ', new.id, new.headline, new.kind, new.model, new.model_version, new.code_revision, new.environment, ${json("environments.reference.name")}, new.reference, new.candidate, ${json("inputs.source")}, ${json("options")})
      FROM runs WHERE id = new.id;
    INSERT INTO hypothesis_rows
      SELECT new.number, -e.key, ${json("hypothesis.model", "e.value")}, ${json("hypothesis.name", "e.value")}, new.environment, new.started_at, ${json("hypothesis.claim", "e.value")}, ${shownVerdict}, ${json("metric", "e.value")}, ${json("unit", "e.value")},
        ${json("hypothesis.severity", "e.value")}, ${json("version", "e.value")}, ${toldSince("estimateSince", "estimate")}, ${toldSince("intervalSince.low", "interval.low")}, ${toldSince("intervalSince.high", "interval.high")}, ${["overall.corridor.low", "overall.corridor.high", "overall.since", "refused.message"].map((path) => json(path, "e.value")).join(", ")}
      FROM runs, json_each(runs.document, '$.validation.hypotheses') e WHERE new.kind = 'validate' AND runs.id = new.id;
    ${newestLooks("new").replace("coalesce(?without, -1)", "-1")}
    INSERT OR IGNORE INTO fingerprint_rows
      SELECT new.model, ${json("environment", "e.value")}, ${json("fingerprint.takenAt", "e.value")}, 'run', new.id, e.key, new.verdict IN ('pass', 'warn'), ${json("replica", "e.value")}
      FROM runs, json_each(runs.document, '$.fingerprints') e WHERE new.model IS NOT NULL AND runs.id = new.id;
    INSERT OR IGNORE INTO read_environments SELECT DISTINCT model, environment FROM fingerprint_rows WHERE source = 'run' AND subject = new.id;
  END;
  CREATE TRIGGER run_rows_are_newest AFTER INSERT ON run_rows WHEN new.model IS NOT NULL BEGIN ${newest("new")} END;
  CREATE TRIGGER run_rows_are_emptied AFTER DELETE ON run_rows BEGIN
    DELETE FROM finding_rows WHERE run = old.number;
    DELETE FROM run_words WHERE rowid = old.number;
    ${newestLooks("old").replace("coalesce(?without, -1)", "old.number")}
    DELETE FROM hypothesis_rows WHERE run = old.number;
    DELETE FROM fingerprint_rows WHERE source = 'run' AND subject = old.id;
  END;
  CREATE TRIGGER run_rows_are_newest_no_more AFTER DELETE ON run_rows WHEN old.model IS NOT NULL BEGIN ${newest("old")} END;

  CREATE TRIGGER records_are_listed AFTER INSERT ON records WHEN new.kind = 'hypothesis' BEGIN
    INSERT OR IGNORE INTO hypotheses
      SELECT ${json("content.model", "new.document")}, ${json("content.name", "new.document")}, ${json("content.claim", "new.document")}, NULL, NULL, 2 WHERE ${json("content.name", "new.document")} IS NOT NULL AND ${json("content.model", "new.document")} IS NOT NULL;
  END;
  CREATE TRIGGER readings_are_listed AFTER INSERT ON records WHEN new.kind = 'fingerprint' BEGIN ${readings("(SELECT new.subject AS subject, new.document AS document)")} END;

  INSERT INTO run_rows (${columns}) ${listed("runs ORDER BY started_at, id")};
  INSERT OR IGNORE INTO hypotheses
    SELECT ${json("content.model")}, ${json("content.name")}, ${json("content.claim")}, NULL, NULL, 2 FROM records WHERE kind = 'hypothesis' AND ${json("content.name")} IS NOT NULL AND ${json("content.model")} IS NOT NULL;
  ${readings("records WHERE kind = 'fingerprint'")}
`;
