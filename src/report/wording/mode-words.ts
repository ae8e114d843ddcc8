import type { Finding } from "../../core/domain/finding.ts";

/** What is written beside a finding that cannot decide the run; nothing beside one that can. */
export const modeMark: Readonly<Record<Finding["mode"], string | null>> = { enforce: null, warn: "warns only", observe: "shown only" };

/** What a finding's mode means, in a sentence's part. */
export const modeMeaning: Readonly<Record<Finding["mode"], string>> = { enforce: "can decide the run", warn: "may warn, cannot stop anything", observe: "shown only" };
