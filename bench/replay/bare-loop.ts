import { Pool } from "undici";

/** How ten inputs travel: ten tensors of one number, or one of ten. */
export type Layout = "columns" | "tensor";

/** A row as a script holds it. */
export type PlainRow = Readonly<Record<string, number>>;

/** One environment's share of the work. */
export interface BareLoad {
  readonly origin: string;
  readonly rows: readonly PlainRow[];
}

/** The request for one row, the same as the replay's, by the means of a script. */
export const bareBody = (layout: Layout, row: PlainRow, id: string): string => JSON.stringify({
  id,
  inputs: layout === "tensor"
    ? [{ name: "predict", shape: [1, 10], datatype: "FP64", data: Object.values(row) }]
    : Object.entries(row).map(([name, value]) => ({ name, shape: [1, 1], datatype: "FP64", data: [value] })),
});

/**
 * What a user would write: as many workers per environment as there are connections, each writing the next row as JSON, sending it,
 * parsing the whole answer and keeping its outputs in memory. Returns these.
 */
export const bareLoop = async (layout: Layout, loads: readonly BareLoad[], concurrency: number): Promise<unknown[]> => {
  const predictions: unknown[] = [];
  await Promise.all(loads.map(async ({ origin, rows }) => {
    const pool = new Pool(origin, { connections: concurrency });
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < rows.length) {
        const body = bareBody(layout, rows[next] as PlainRow, `bare-${(next += 1)}`);
        const answer = await pool.request({ path: `/v2/models/${layout}/infer`, method: "POST", headers: { "content-type": "application/json" }, body });
        const { outputs } = (await answer.body.json()) as { outputs?: unknown };
        if (answer.statusCode === 200 && outputs !== undefined) predictions.push(outputs);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    await pool.close();
  }));
  return predictions;
};
