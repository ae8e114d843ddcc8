import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StandardColumn } from "../core/domain/population.ts";
import type { LogEvidence, LogOptions } from "./log-format.ts";

/** What a format's fixture under spec/logs holds, as its `make.py` wrote it. */
export interface LogFixture {
  readonly id: string;
  /** From the root of the project. */
  readonly paths: readonly string[];
  readonly recordsRead: number;
  readonly rowsParsed: number;
  /** Reasons by what they say, with their records. The fixture's damaged record is one of them. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly standard: readonly StandardColumn[];
  /** `role:name` of the columns. */
  readonly columns: readonly string[];
  /** Gaps that can bend a comparison, by what is missing. */
  readonly bending: readonly string[];
  /** A record of the format that gives no row. */
  readonly unusable: string;
}

const inTable = { recordsRead: 6, rowsParsed: 6, columns: ["feature:age", "feature:income", "feature:region", "decision:label", "score:probability[0]", "score:probability[1]"] };
const tooLarge = "too large to be logged";
const damaged = "is not JSON";

/** One per format, all with a damaged record in the middle. */
export const logFixtures: readonly LogFixture[] = [
  {
    id: "sagemaker", paths: ["spec/logs/sagemaker/churn/AllTraffic/2026/03/01/10/csv.jsonl", "spec/logs/sagemaker/churn/AllTraffic/2026/03/01/11/json.jsonl"], recordsRead: 7, rowsParsed: 8,
    dropped: { [damaged]: 1, "another number of rows": 1 }, standard: ["id", "ts", "model", "variant", "source_ref"], columns: ["feature:f0", "feature:f1", "feature:f2", "score:prediction"],
    bending: ["non-200", "lost records", "feature names"],
    unusable: '{"captureData":{"endpointInput":{"data":"@","encoding":"BASE64"},"endpointOutput":{"data":"MC41","encoding":"BASE64"}},"eventMetadata":{"eventId":"e"},"eventVersion":"0"}',
  },
  {
    id: "sagemaker-ground-truth", paths: ["spec/logs/sagemaker-ground-truth/labels/2026/03/02/09/labels.jsonl"], recordsRead: 4, rowsParsed: 4, dropped: { [damaged]: 1, "no event id": 1 },
    standard: ["id", "label_ts", "source_ref"], columns: ["label:label"], bending: [], unusable: '{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{},"eventVersion":"0"}',
  },
  {
    id: "databricks-legacy", paths: ["spec/logs/databricks/legacy.jsonl"], ...inTable, dropped: { [damaged]: 1, [tooLarge]: 1 },
    standard: ["id", "ts", "latency_ms", "status", "error", "weight", "model", "version", "variant", "source_ref"], bending: [],
    unusable: '{"databricks_request_id":"r","timestamp_ms":1,"status_code":200,"execution_time_ms":1,"request":"<html>","response":"{}"}',
  },
  {
    id: "databricks-ai-gateway", paths: ["spec/logs/databricks/ai-gateway.jsonl"], ...inTable, dropped: { [damaged]: 1, [tooLarge]: 1 },
    standard: ["id", "ts", "latency_ms", "status", "error", "weight", "variant", "source_ref"], bending: ["large payloads"],
    unusable: '{"databricks_request_id":"r","request_time":"2026-03-01T10:00:00Z","status_code":200,"execution_duration_ms":1,"request":null,"response":null,"logging_error_codes":["MAX_REQUEST_SIZE_EXCEEDED"]}',
  },
  {
    id: "databricks-unity", paths: ["spec/logs/databricks/unity.jsonl"], ...inTable, dropped: { [damaged]: 1, [tooLarge]: 1 },
    standard: ["id", "ts", "latency_ms", "status", "error", "source_ref"], bending: ["non-200", "large payloads"],
    unusable: '{"invocation_id":"r","event_time":"2026-03-01T10:00:00Z","status_code":200,"latency_ms":1,"request":"{\\"inputs\\":[]}","response":"{}"}',
  },
  {
    id: "kserve-events", paths: ["spec/logs/kserve-events/events.jsonl"], recordsRead: 8, rowsParsed: 5, dropped: { [damaged]: 1, "request without an answer": 1 }, standard: ["id", "ts", "model", "variant", "source_ref"],
    columns: ["feature:f0", "feature:f1", "decision:prediction"], bending: ["non-200", "lost records", "feature names"],
    unusable: '{"headers":{"ce-id":"k","ce-type":"org.kubeflow.serving.inference.request"},"body":"<html>"}',
  },
  {
    id: "kserve-blob", paths: ["b-1-request.json", "b-1-response.json", "b-4-request.json", "b-5-request.csv"].map((name) => `spec/logs/kserve-blob/default/iris/predictor/${name}`), recordsRead: 9, rowsParsed: 4,
    dropped: { [damaged]: 1, "neither as JSON nor as CSV": 2 }, standard: ["id", "ts", "model", "variant", "source_ref"], columns: ["feature:f0", "feature:f1", "decision:prediction"],
    bending: ["ts", "non-200", "lost records", "feature names"], unusable: '{"reqType":"org.kubeflow.serving.inference.request","id":"b","bytes":"PGh0bWw+"}',
  },
  {
    id: "vertex", paths: ["spec/logs/vertex/rows.jsonl"], recordsRead: 5, rowsParsed: 4, dropped: { [damaged]: 1, "its request is not JSON": 1 }, standard: ["id", "ts", "model", "variant", "source_ref"],
    columns: ["feature:age", "feature:region", "decision:classes[0]", "decision:classes[1]", "score:scores[0]", "score:scores[1]"], bending: ["non-200"],
    unusable: '{"deployed_model_id":"7","logging_time":"2026-03-01 10:00:00 UTC","request_id":"1","request_payload":["<html>"],"response_payload":["1"]}',
  },
  {
    id: "ai-platform", paths: ["spec/logs/ai-platform/rows.jsonl"], recordsRead: 5, rowsParsed: 4, dropped: { [damaged]: 1, "neither as JSON nor as CSV": 1 }, standard: ["ts", "model", "version", "source_ref"],
    columns: ["feature:age", "feature:region", "score:prediction", "label:label"], bending: ["non-200"],
    unusable: '{"model":"m","model_version":"v","time":"2026-03-01 10:00:00 UTC","raw_data":"<html>","raw_prediction":"{}"}',
  },
  {
    id: "bentoml", paths: ["spec/logs/bentoml/churn/data/data.0.log"], recordsRead: 5, rowsParsed: 4, dropped: { [damaged]: 1 }, standard: ["id", "ts", "source_ref"],
    columns: ["feature:age", "feature:region", "score:risk[0]", "score:risk[1]", "decision:choice", "segment:arm"], bending: ["time zone", "non-200"],
    unusable: '{"timestamp":"2026-03-01T10:00:00","request_id":"1","trace_id":"0"',
  },
  {
    id: "lockstep-log", paths: ["spec/logs/lockstep-log/log.jsonl"], recordsRead: 12, rowsParsed: 4, dropped: { [damaged]: 1, "queue full": 7 },
    standard: ["id", "ts", "label_ts", "latency_ms", "status", "error", "weight", "model", "version", "variant", "source_ref"],
    columns: ["feature:age", "feature:income", "feature:region", "score:risk", "decision:leaves", "label:label", "segment:plan"], bending: ["lost records"],
    unusable: '{"v":1,"id":"p","ts":"yesterday","features":{},"outputs":{"risk":0.5}}',
  },
];

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A fixture's files as they are opened. */
export const fixturePaths = (fixture: Pick<LogFixture, "paths">): readonly string[] => fixture.paths.map((path) => `${root}${path}`);

/** What is seen of a fixture before it is opened: its first lines. */
export const fixtureEvidence = (fixture: LogFixture): LogEvidence => {
  const paths = fixturePaths(fixture);
  const records = readFileSync(paths[0] ?? "", "utf8").split("\n").filter((line) => line !== "").slice(0, 20);
  return { paths, columns: [], records };
};

/** As people open a log who said nothing. */
export const plainOptions: LogOptions = { name: "A", zone: null, featureNames: null };
