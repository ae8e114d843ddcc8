import type { LogGap, StandardColumn } from "../../domain/population.ts";

/** One payload of a record, as SQL over `r`. */
export interface PayloadMapping {
  /** The payload as text (or JSON); null where the record has none. */
  readonly text: string;
  /** `body`: a request or an answer of a model server, in whose envelope there may be many rows. `row`: one row as it stands. */
  readonly as: "body" | "row";
  /** A condition: text that is no JSON is read as CSV where it holds. Left out: never. */
  readonly csv?: string;
}

/**
 * How one foreign record becomes rows. Every expression is SQL over `r`, the record as a JSON object. The standard columns have the
 * types that `PopulationRelation` states; all that is left out is null.
 */
export interface RecordMapping {
  /** What a record of this format cannot be without; if it holds for no record, the file is of another format. */
  readonly proof: string;
  /** Records that give no row, each with its reason; the first that holds counts. */
  readonly refuse: readonly { readonly when: string; readonly reason: string }[];
  readonly standard: Readonly<Partial<Record<Exclude<StandardColumn, "source_ref">, string>>>;
  readonly feature?: PayloadMapping;
  readonly output?: PayloadMapping;
  readonly label?: PayloadMapping;
  readonly segment?: PayloadMapping;
  /** Share of the predictions that was written down, per record. */
  readonly sampling?: string;
  /** What this format cannot say, whatever is in it. */
  readonly gaps: readonly LogGap[];
}

/** The payloads in the order in which their columns stand in the relation. */
export const payloadSides = ["feature", "output", "label", "segment"] as const;
export type PayloadSide = (typeof payloadSides)[number];
