import { haswellKernels, oldKernels } from "./kernels.ts";
import type { Side, Trial } from "./trial.ts";

const now = "sklearn-1.4.2";
const before = "sklearn-1.3.0";

/** A FastAPI service on the newer scikit-learn; the candidate is the same with something changed. */
const fastapi = (model: string, change: Partial<Extract<Side, { kind: "fastapi" }>> = {}): Side => ({ kind: "fastapi", environment: now, model, ...change });

const faulty = (model: string, fault: string, columns?: string): Side => fastapi(model, { env: { FAULT: fault, ...(columns === undefined ? {} : { FAULT_COLUMNS: columns }) } });

/** The same file, pickled by 1.3.0, loaded by 1.3.0 and by 1.4.2. */
const carried = (model: string): Pick<Trial, "reference" | "candidate"> => ({
  reference: fastapi(model, { environment: before }),
  candidate: fastapi(model, { environment: now, trainedWith: before }),
});

/** The same recipe and data, fitted and served by each version. */
const refitted = (model: string): Pick<Trial, "reference" | "candidate"> => ({ reference: fastapi(model, { environment: before }), candidate: fastapi(model) });

const same = (side: Side): Pick<Trial, "reference" | "candidate"> => ({ reference: side, candidate: side });

const threeReplicas = (header: boolean): Side => ({
  kind: "replicas",
  header,
  replicas: ["patients-logistic", "patients-logistic", "patients-logistic-old"].map((model) => ({ environment: now, model })),
});

const identical: readonly Trial[] = [
  { id: "same-fastapi", title: "identical: FastAPI, logistic regression behind impute, encode, scale", ...same(fastapi("patients-logistic")), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: [], why: "The same file, code and libraries on one machine answer bit for bit." } },
  { id: "same-fastapi-batch", title: "identical: FastAPI that takes several rows", ...same(fastapi("patients-logistic", { batch: true })), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: [], why: "As above; a batch may differ from single rows by an ulp of the matrix product." } },
  { id: "same-fastapi-forest", title: "identical: FastAPI, random forest", ...same(fastapi("patients-forest")), table: "patients", quick: false,
    expected: { verdict: "pass", patterns: [], why: "Trees compare and average; the order of averaging is fixed with one job." } },
  { id: "same-fastapi-classes", title: "identical: FastAPI, three classes", ...same(fastapi("wines-logistic")), table: "wines", quick: false,
    expected: { verdict: "pass", patterns: [], why: "One output per class, all equal; 178 rows are enough to say so on these inputs." } },
  { id: "same-mlserver", title: "identical: MLServer, one tensor", ...same({ kind: "mlserver", model: "tumours-logistic", inputs: "tensor", probabilities: false }), table: "tumours", quick: true,
    expected: { verdict: "pass", patterns: [], why: "The same model in the same runtime; only the class is answered, so nothing but equality is possible." } },
  { id: "same-mlserver-columns", title: "identical: MLServer, one input per column, probabilities", ...same({ kind: "mlserver", model: "patients-logistic", inputs: "columns", probabilities: true }), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: [], why: "The same model; missing numbers travel as null, words as BYTES." } },
  { id: "same-mlflow", title: "identical: mlflow models serve", ...same({ kind: "mlflow", model: "patients-logistic", table: "patients" }), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: [], why: "The same saved model served twice." } },
];

const kernels: readonly Trial[] = [
  { id: "kernels-logistic", title: "another CPU kernel (no AVX, Prescott BLAS): logistic regression", reference: fastapi("tumours-logistic"), candidate: fastapi("tumours-logistic", { env: oldKernels }), table: "tumours", quick: true,
    expected: { verdict: "pass", patterns: ["ULP"], why: "Sums and exp differ in the last bits only; the model amplifies nothing." } },
  { id: "kernels-haswell", title: "another CPU kernel (Haswell BLAS): logistic regression", reference: fastapi("tumours-logistic"), candidate: fastapi("tumours-logistic", { env: haswellKernels }), table: "tumours", quick: false,
    expected: { verdict: "pass", patterns: [], why: "Dot products of 30 numbers take the same path or differ by an ulp." } },
  { id: "kernels-network", title: "another CPU kernel (no AVX, Prescott BLAS): neural network", reference: fastapi("digits-network"), candidate: fastapi("digits-network", { env: oldKernels }), table: "digits", quick: false,
    expected: { verdict: "pass", patterns: ["ULP"], why: "Two matrix products, differences near 1e-15." } },
  { id: "kernels-forest", title: "another CPU kernel (no AVX, Prescott BLAS): random forest", reference: fastapi("patients-forest"), candidate: fastapi("patients-forest", { env: oldKernels }), table: "patients", quick: false,
    expected: { verdict: "pass", patterns: [], why: "Trees only compare; scaling is element-wise and exact in any kernel." } },
  { id: "kernels-qda", title: "another CPU kernel (no AVX, Prescott BLAS): QDA on collinear pixels", reference: fastapi("digits-qda"), candidate: fastapi("digits-qda", { env: oldKernels }), table: "digits", quick: true,
    expected: { verdict: "fail", patterns: null, why: "The covariance is singular: rounding noise is divided by eigenvalues near zero and flips classes." } },
];

const versions: readonly Trial[] = [
  { id: "version-logistic", title: "scikit-learn 1.3.0 → 1.4.2, one pickle: logistic regression pipeline", ...carried("patients-logistic"), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: [], why: "Coefficients are data; imputing, encoding and scaling did not change." } },
  { id: "version-linear", title: "scikit-learn 1.3.0 → 1.4.2, one pickle: linear regression pipeline", ...carried("patients-linear"), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: [], why: "As above, and a plain dot product at the end." } },
  { id: "version-forest", title: "scikit-learn 1.3.0 → 1.4.2, one pickle: random forest", ...carried("patients-forest"), table: "patients", quick: true,
    expected: { verdict: null, patterns: null, why: "To be found out: 1.4 changed what tree nodes hold (counts became fractions) and added attributes." },
    lesson: { verdict: "error", patterns: null, learnt: "The pickle loads with a warning and every prediction fails: trees of 1.3.0 lack the attribute monotonic_cst. The check says so with exit 4; no number is compared." } },
  { id: "version-gradient-boosting", title: "scikit-learn 1.3.0 → 1.4.2, one pickle: gradient boosting", ...carried("patients-gradient-boosting"), table: "patients", candidateMayNotStart: true, quick: false,
    expected: { verdict: null, patterns: null, why: "To be found out: the losses moved to another module in 1.4." },
    lesson: { verdict: "error", patterns: null, learnt: "The pickle does not load: sklearn.ensemble._gb_losses is gone in 1.4, and the service ends at its start." } },
  { id: "version-hist-gradient-boosting", title: "scikit-learn 1.3.0 → 1.4.2, one pickle: histogram gradient boosting", ...carried("patients-hist-gradient-boosting"), table: "patients", quick: false,
    expected: { verdict: null, patterns: null, why: "To be found out: 1.4 added a preprocessor for categories." },
    lesson: { verdict: "error", patterns: null, learnt: "The pickle loads with a warning and every prediction fails: the model lacks the attribute _preprocessor." } },
  { id: "refit-forest", title: "fitted and served by 1.3.0, fitted and served by 1.4.2: random forest", ...refitted("patients-forest"), table: "patients", quick: false,
    expected: { verdict: null, patterns: null, why: "To be found out: the same seed and data; fractions instead of counts should only move the last bits." },
    lesson: { verdict: "pass", patterns: [], learnt: "Bit for bit the same forest: only its pickle does not carry over." } },
  { id: "refit-gradient-boosting", title: "fitted and served by 1.3.0, fitted and served by 1.4.2: gradient boosting", ...refitted("patients-gradient-boosting"), table: "patients", quick: false,
    expected: { verdict: null, patterns: null, why: "To be found out: other code computes the same losses." },
    lesson: { verdict: "fail", patterns: ["JUMP"], learnt: "The same recipe fitted by 1.4.2 gives other trees: about half of the scores move, some by more than 0.1, and decisions flip. An upgrade that refits is a new model." } },
  { id: "refit-hist-gradient-boosting", title: "fitted and served by 1.3.0, fitted and served by 1.4.2: histogram gradient boosting", ...refitted("patients-hist-gradient-boosting"), table: "patients", quick: false,
    expected: { verdict: null, patterns: null, why: "To be found out." },
    lesson: { verdict: "pass", patterns: [], learnt: "Bit for bit the same model: only its pickle does not carry over." } },
];

const patients = fastapi("patients-logistic");

const plumbing: readonly Trial[] = [
  { id: "columns-swapped", title: "two columns swapped", reference: patients, candidate: faulty("patients-logistic", "swap-columns", "hdl,triglycerides_log"), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["PERM"], why: "Every row gets two wrong values; answers no longer agree row by row." },
    lesson: { verdict: "fail", patterns: ["FLAT"], learnt: "Two columns of very different scale: each is far outside what the scaler knew in the other's place, so the score is driven to its end. A saturated score hides that the two were exchanged." } },
  { id: "columns-swapped-alike", title: "two columns of one scale swapped", reference: patients, candidate: faulty("patients-logistic", "swap-columns", "total_cholesterol,ldl"), table: "patients", quick: false,
    expected: { verdict: "fail", patterns: ["PERM", "SHRINK"], why: "Total and LDL cholesterol move together, so the scores move less, but they move." } },
  { id: "null-to-zero", title: "NaN → 0 against NaN → mean", reference: patients, candidate: faulty("patients-logistic", "impute-zero"), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["SUBSET"], why: "Only patients without a blood pressure or glucose value are scored differently." } },
  { id: "float32", title: "float32 narrowing of the inputs: logistic regression", reference: patients, candidate: faulty("patients-logistic", "narrow-floats"), table: "patients", quick: true,
    expected: { verdict: "pass", patterns: ["ULP"], why: "Relative differences near 1e-7 are what the derived tolerance allows for." } },
  { id: "float32-trees", title: "float32 narrowing of the inputs: histogram gradient boosting", reference: fastapi("patients-hist-gradient-boosting"), candidate: faulty("patients-hist-gradient-boosting", "narrow-floats"), table: "patients", quick: false,
    expected: { verdict: "pass", patterns: [], why: "Thresholds lie halfway between values that occurred, far from any rounding." },
    lesson: { verdict: "fail", patterns: ["JUMP"], learnt: "One patient of 300 has a value close enough to a split for float32 to carry it over: 0.024 in the score. Trees are not safe from narrowing." } },
  { id: "feature-times-1000", title: "one feature × 1000", reference: patients, candidate: faulty("patients-logistic", "scale-thousand", "bmi"), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["FLAT"], why: "The score saturates: nearly every patient gets probability 1." } },
  { id: "feature-times-1000-linear", title: "one feature × 1000: linear regression", reference: fastapi("patients-linear"), candidate: faulty("patients-linear", "scale-thousand", "bmi"), table: "patients", quick: false,
    expected: { verdict: "fail", patterns: ["RATIO", "SHRINK", "PERM"], why: "Predictions become the body mass index in another unit; nothing else is left in them." },
    lesson: { verdict: "fail", patterns: ["SUBSET"], learnt: "Named by its cause rather than its shape: the gap grows exactly with bmi." } },
  { id: "scaler-on-row", title: "scaler fitted on the serving batch, one row per request", reference: fastapi("tumours-logistic"), candidate: faulty("tumours-logistic", "scale-on-batch"), table: "tumours", quick: true,
    expected: { verdict: "fail", patterns: ["FLAT"], why: "A row scaled by itself is all zeros, so every row gets the intercept." } },
  { id: "scaler-on-batch", title: "scaler fitted on the serving batch, several rows per request", reference: fastapi("tumours-logistic", { batch: true }), candidate: fastapi("tumours-logistic", { batch: true, env: { FAULT: "scale-on-batch" } }), table: "tumours", quick: true,
    expected: { verdict: "fail", patterns: ["BATCH"], why: "The answer depends on the neighbours in the request." } },
  { id: "threshold", title: "threshold 0.5 against 0.4", reference: patients, candidate: fastapi("patients-logistic", { env: { THRESHOLD: "0.4" } }), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["THRESH"], why: "Scores are equal; decisions differ where the score lies between 0.4 and 0.5." } },
  { id: "null-to-zero-and-threshold", title: "NaN → 0 and threshold 0.4 together", reference: patients, candidate: fastapi("patients-logistic", { env: { FAULT: "impute-zero", THRESHOLD: "0.4" } }), table: "patients", quick: false,
    expected: { verdict: "fail", patterns: ["SUBSET", "THRESH"], why: "Two causes, two patterns: scores on rows with nulls, decisions in a score band." } },
];

const rollout: readonly Trial[] = [
  { id: "dropout-on", title: "dropout left on", reference: fastapi("tumours-network"), candidate: faulty("tumours-network", "dropout-on"), table: "tumours", quick: true,
    expected: { verdict: "fail", patterns: ["RAND"], why: "The same row gets another answer each time it is asked." } },
  { id: "wrong-model", title: "wrong model file (last year's, same version string)", reference: patients, candidate: fastapi("patients-logistic-old"), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["SHRINK"], why: "The old model was regularised more: about the same order, scores pulled together." },
    lesson: { verdict: "fail", patterns: ["MODEL"], learnt: "The old model had other coefficients, not only smaller ones: all scores move, and what has no other shape is what another model looks like." } },
  { id: "stale-replica-named", title: "one of three replicas stale, answers name their replica", reference: patients, candidate: threeReplicas(true), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["REPL"], why: "All differences come from one replica." } },
  { id: "stale-replica-unnamed", title: "one of three replicas stale, answers name nothing", reference: patients, candidate: threeReplicas(false), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["REPL", "RAND"], why: "The same row gets one of two answers, depending on who is asked." } },
  { id: "not-thread-safe", title: "a model that is not thread-safe", reference: patients, candidate: faulty("patients-logistic", "shared-row"), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["CONC"], why: "Rows asked together get one another's answers; asked alone they are right." } },
  { id: "slow", title: "150 ms slower, equal answers", reference: patients, candidate: faulty("patients-logistic", "slow"), table: "patients", quick: true,
    expected: { verdict: "warn", patterns: ["SLOW"], why: "Predictions agree; no latency limit was agreed, but several times slower is not silence." } },
  { id: "some-errors", title: "5 % of requests fail", reference: patients, candidate: faulty("patients-logistic", "some-errors"), table: "patients", quick: true,
    expected: { verdict: "fail", patterns: ["FAIL"], why: "One side answers, the other does not, on about 15 of 300 rows." } },
];

/** Every trial; expectations were committed before anything was run. */
export const trials: readonly Trial[] = [...identical, ...kernels, ...versions, ...plumbing, ...rollout];
