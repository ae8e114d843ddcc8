import type { Run } from "../domain/run.ts";

/** Which model a run is about, as agreed, else as an environment named it (null when nobody did), and where it runs whose behaviour was judged. */
export const runAbout = ({ agreement, environments: { reference, candidate } }: Pick<Run, "agreement" | "environments">): { readonly model: string | null; readonly environment: string } =>
  ({ model: agreement?.model ?? candidate.model ?? reference.model, environment: candidate.name });
