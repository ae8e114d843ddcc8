import { Pool } from "undici";

/** What a user would write: as many workers per origin as there are connections, each sending the next body and parsing the answer. */
export const bareLoop = async (loads: readonly { readonly origin: string; readonly path: string; readonly bodies: readonly string[] }[], concurrency: number): Promise<number> => {
  let answered = 0;
  await Promise.all(loads.map(async ({ origin, path, bodies }) => {
    const pool = new Pool(origin, { connections: concurrency });
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < bodies.length) {
        const body = bodies[next] as string;
        next += 1;
        const answer = await pool.request({ path, method: "POST", headers: { "content-type": "application/json" }, body });
        const parsed = (await answer.body.json()) as { outputs?: unknown };
        if (answer.statusCode === 200 && parsed.outputs !== undefined) answered += 1;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    await pool.close();
  }));
  return answered;
};
