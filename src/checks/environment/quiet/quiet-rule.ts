import type { EnvironmentFacts } from "../environment-facts.ts";
import type { FieldPair } from "../pair-fields.ts";

/** Why a difference cannot matter here; null where it can. Asked only of fields that differ and that both sides know. */
export type QuietRule = (pair: FieldPair, facts: EnvironmentFacts) => string | null;
