import type { ImportanceComparison } from "../../checks/features/importance/compare-importance.ts";
import type { ExitCode } from "../../core/domain/exit-code.ts";

interface AskedEnvironment {
  readonly name: string;
  readonly address: string;
  readonly protocol: string;
  /** Rows without an answer, of `rowsAskedPerSide`. */
  readonly unanswered: number;
}

/** What `lockstep importance` writes as JSON. */
export interface ImportanceDocument extends ImportanceComparison {
  readonly kind: "importance";
  /** Of the tool. */
  readonly version: string;
  /** What requests to production were marked with. */
  readonly id: string;
  readonly exitCode: ExitCode;
  readonly seed: number;
  readonly inputs: { readonly path: string; readonly digest: string; readonly key: string | null; readonly rows: number };
  /** Rows that were chosen of the inputs. */
  readonly rows: number;
  readonly repeats: number;
  readonly rowsAskedPerSide: number;
  readonly environments: { readonly reference: AskedEnvironment; readonly candidate: AskedEnvironment };
}
