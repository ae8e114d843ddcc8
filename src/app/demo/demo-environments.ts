import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Beside the sources in a clone and beside `dist` in the package, equally far from this file. */
const recordings = fileURLToPath(new URL("../../../examples/demo/recordings/", import.meta.url));

/** 300 of the diabetes patients that scikit-learn brings along, with some values that nobody wrote down. */
export const demoInputs = join(recordings, "patients.csv");

/** The three environments of the demo, each on tape. */
export const demoEnvironments = ["staging", "testing", "production"] as const;
export type DemoEnvironment = (typeof demoEnvironments)[number];

export const demoRecording = (environment: DemoEnvironment): string => join(recordings, `${environment}.json.gz`);

/** The same draw every time: the demo tells one story, and the rows of its rounding probe are on tape. */
export const demoSeed = "7";
