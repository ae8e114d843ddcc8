import type { Pattern } from "../../core/domain/pattern.ts";

/** The patterns of the failing example, the one that explains most first. */
export const severalPatternsList: Pattern[] = [
  {
    code: "RATIO", output: "lifetime_value", rows: null, statement: "lifetime_value is 1.0842 times as large in production on every row", explains: 1,
    evidence: { ratio: 1.0842, spreadOfRatio: 1.1e-12, pairs: 11988 },
    suspects: [
      { cause: "a currency or unit conversion is applied twice or not at all", why: "a constant factor close to an exchange rate", check: "compare the conversion step's configuration in the two images" },
      { cause: "the target's scaler was fitted on other data", why: "a scaler multiplies every answer by the same number", check: "print scaler.scale_ in both environments" },
    ],
  },
  {
    code: "SUBSET", output: "probability", rows: "contract is null (388 rows, 94 % of them differ; elsewhere 1.1 %)", statement: "probability differs almost only where contract is missing", explains: 0.71,
    evidence: { rowsInside: 388, shareInside: 0.94, shareOutside: 0.011 },
    suspects: [
      { cause: "missing values are filled in differently", why: "the gap is confined to rows with a null", check: "compare the imputer's strategy and statistics_ in the two pipelines" },
      { cause: "null is sent as an empty text, 0 or NaN by one of the clients", why: "JSON, CSV and Parquet spell a missing value differently", check: "log one such row as the model receives it" },
    ],
  },
  {
    code: "BATCH", output: "probability", rows: null, statement: "the same row gives another probability alone than in a batch of 32", explains: 0.12,
    evidence: { moved: 23, asked: 200, largest: 0.0342 },
    suspects: [{ cause: "a scaler is fitted on the serving batch", why: "the answer depends on the neighbours in the request", check: "search the serving code for fit_transform" }],
  },
  {
    code: "REPL", output: "probability", rows: "answers of pod-c", statement: "pod-c disagrees on 35 % of its rows, the other two replicas on 1.3 %", explains: 0.09,
    evidence: { replica: "pod-c", share: 0.351 },
    suspects: [{ cause: "a replica was not restarted after the last release", why: "one replica answers like the previous version", check: "compare the start times and image digests of the pods" }],
  },
];
