import type { Agreement } from "../../core/domain/agreement.ts";

/** What a team agreed on about the example's model, with two intended differences of production. */
export const exampleAgreement = (): Agreement => ({
  manifests: [{ path: "ml/lockstep.yaml", digest: `sha256:${"5a".repeat(32)}` }, { path: "ml/policy.yaml", digest: `sha256:${"6b".repeat(32)}` }],
  model: "churn", modelVersion: "7", author: "Grace Okafor", owner: { name: "Retention team", function: "data-science", contact: "retention@example.org" },
  modes: { latency: "warn", reported: "observe" },
  budgets: { latencyMs: { "0.95": 50, "0.99": 80 }, errorRate: 0.01, memoryBytes: 500 * 2 ** 20, gpuMemoryBytes: null, cpuMsPerRequest: 20 },
  overrides: [
    { environment: "production", name: "hardened-base-image", reason: "security builds its own base image, with another OpenSSL and glibc", sets: [], allow: ["image.digest", "os.release", "package.version:cryptography"], until: null },
    { environment: "production", name: "numpy-pin", reason: "the vendor's driver does not load with numpy 2 yet", sets: ["seeds.numpy = 11"], allow: ["package.version:numpy"], until: "2026-12-31" },
  ],
  artifacts: [
    { group: "model", path: "model/churn.joblib", digest: `sha256:${"a1".repeat(32)}`, bytes: 4_812_331 }, { group: "preprocessing", path: "model/scaler.joblib", digest: `sha256:${"b2".repeat(32)}`, bytes: 8_120 },
    { group: "lock", path: "requirements.txt", digest: `sha256:${"c3".repeat(32)}`, bytes: 21_404 }, { group: "golden", path: "golden/customers.parquet", digest: `sha256:${"3c".repeat(32)}`, bytes: 1_904_221 },
  ],
  decision: { output: "probability", threshold: 0.5 }, featureNames: ["tenure", "monthly_charges", "contract", "region"], image: `registry.example.org/churn@sha256:${"d4".repeat(32)}`, seeds: { numpy: 7 },
  cases: [], sources: {},
  policy: { identity: ["model", "preprocessing", "image"], equal: ["model", "preprocessing", "schema", "decision"], equalAgreed: true, baselineStandsIn: true, signOff: { validForMs: 30 * 86_400_000, selfSigned: false, allowWarnings: true, signers: [{ name: "Ada Lindqvist", publicKey: "keys/ada.pem" }] } },
  baselines: "ml/lockstep/baselines",
});
