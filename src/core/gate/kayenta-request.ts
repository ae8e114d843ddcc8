import { z } from "zod";

/** Numbers as Jackson writes them: what is no number comes as text. */
const Value = z.union([z.number(), z.null(), z.enum(["NaN", "Infinity", "-Infinity"])]);
/** Three and a half days of minutes. Long-run errors cost more than their length, and somebody else waits meanwhile. */
const mostValues = 5_000;
const Share = z.number().nullish();

const Canary = z.object({
  direction: z.enum(["increase", "decrease", "either"]).nullish(),
  nanStrategy: z.enum(["remove", "replace"]).nullish(),
  critical: z.boolean().nullish(),
  mustHaveData: z.boolean().nullish(),
  effectSize: z.object({ measure: z.string().nullish(), allowedIncrease: Share, allowedDecrease: Share, criticalIncrease: Share, criticalDecrease: Share }).nullish(),
});

const Metric = z.object({ name: z.string(), groups: z.array(z.string()).nullish(), analysisConfigurations: z.object({ canary: Canary.nullish() }).nullish() });

/** What Kayenta sends a remote judge: the parts that are read; all others are left alone. */
export const KayentaRequest = z.object({
  canaryConfig: z.object({ name: z.string().nullish(), metrics: z.array(Metric).max(1_000), classifier: z.object({ groupWeights: z.record(z.string(), z.number()).nullish() }).nullish() }),
  scoreThresholds: z.object({ pass: z.number(), marginal: z.number() }),
  metricSetPairList: z.array(z.object({
    name: z.string(), id: z.string(), tags: z.record(z.string(), z.string()).nullish(),
    values: z.object({ control: z.array(Value).max(mostValues).nullish(), experiment: z.array(Value).max(mostValues).nullish() }),
  })).max(1_000),
});
export type KayentaRequest = z.infer<typeof KayentaRequest>;

const Metadata = z.record(z.string(), z.unknown());

/** What Kayenta reads back: CanaryJudgeResult, with its CanaryAnalysisResult, CanaryJudgeGroupScore and CanaryJudgeScore. */
export const KayentaJudgement = z.object({
  judgeName: z.string(),
  results: z.array(z.object({
    name: z.string(), id: z.string(), tags: z.record(z.string(), z.string()),
    classification: z.enum(["Pass", "High", "Low", "Nodata", "NodataFailMetric", "Error"]), classificationReason: z.string(),
    groups: z.array(z.string()), experimentMetadata: Metadata, controlMetadata: Metadata, resultMetadata: Metadata, critical: z.boolean(),
  })),
  groupScores: z.array(z.object({ name: z.string(), score: z.number(), classification: z.string(), classificationReason: z.string() })),
  score: z.object({ score: z.number(), classification: z.enum(["Pass", "Marginal", "Fail", "Nodata", "Error"]), classificationReason: z.string() }),
});
export type KayentaJudgement = z.infer<typeof KayentaJudgement>;
