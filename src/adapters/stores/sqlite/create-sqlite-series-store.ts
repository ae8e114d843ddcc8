import { join } from "node:path";
import type { SeriesStore } from "../../../ports/series-store.ts";

/** Where the counts of a store's directory lie: beside its runs, for they can be counted again and runs cannot. */
export const seriesStoreFile = (directory: string): string => join(directory, "series.db");

/** What was counted of production, in one SQLite file, made with its directory when missing. LS501 when the file cannot be used, LS504 when a newer Lockstep wrote it. */
export const createSqliteSeriesStore = (directory: string): SeriesStore => {
  throw new Error(`not built yet (${seriesStoreFile(directory)})`);
};
