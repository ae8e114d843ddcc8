import type { Run } from "../core/domain/run.ts";
import type { Viewer } from "./html.ts";
import type { SarifOptions } from "./sarif.ts";

/** What a reporter may need besides the run; asked for only by those that do. */
export interface ReportContext extends SarifOptions {
  /** Reads the built viewer; only the HTML report calls it. */
  readonly loadViewer: () => Promise<Viewer>;
}

/** Turns a run into one file's text. */
export type Reporter = (run: Run, context: ReportContext) => string | Promise<string>;
