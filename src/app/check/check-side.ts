import type { Baseline } from "../../core/domain/baseline.ts";
import type { ModelClient, ModelDescription } from "../../ports/serving.ts";
import type { SourceRelation } from "../../ports/source.ts";
import type { Side } from "../../work/replay/side.ts";
import type { RecordingFacts } from "../../work/replay/write-recording.ts";
import type { FoundSdk } from "../connect/find-sdk.ts";
import type { SideOptions } from "./check-options.ts";

interface AnySide {
  readonly side: Side;
  /** As the user named it, else `reference` or `candidate`. */
  readonly name: string;
  readonly options: SideOptions;
}

/** A file of predictions. */
export interface FileSide extends AnySide {
  readonly kind: "file";
  readonly path: string;
  readonly source: SourceRelation;
}

/** An approved baseline's recording, in place of an environment. */
export interface BaselineSide extends AnySide {
  readonly kind: "baseline";
  readonly baseline: Baseline;
  readonly recording: RecordingFacts;
  /** Why it stands there. */
  readonly why: string;
}

/** The record of an environment that is gone, such as training: a fingerprint and no answers. */
export interface DeclaredSide extends AnySide {
  readonly kind: "declared";
  /** Absolute. */
  readonly folder: string;
}

/** Something that can be asked. */
export interface LiveSide extends AnySide {
  readonly kind: "endpoint" | "command";
  readonly client: ModelClient;
  readonly description: ModelDescription;
  /** Asked gently, marked, and left alone when its errors rise. */
  readonly production: boolean;
  /** What the SDK in this server offers. */
  readonly found: FoundSdk;
  readonly close: () => Promise<void>;
}

export type CheckSide = FileSide | BaselineSide | DeclaredSide | LiveSide;

export const isLive = (side: CheckSide): side is LiveSide => side.kind === "endpoint" || side.kind === "command";
