import { z } from "zod";

/** Of ten columns and so many replications: how often each column alarmed, and how often any did. */
export const PeerRates = z.object({
  rows: z.number().int(), shifted: z.boolean(), replications: z.number().int(), anyColumn: z.number().int(), columns: z.record(z.string(), z.object({ hits: z.number().int(), of: z.number().int() })),
});
export type PeerRates = z.infer<typeof PeerRates>;

/** peers.json: what the peers' own packages said, and in which versions. */
export const PeerRecord = z.object({ peers: z.record(z.string(), z.object({ script: z.string(), packages: z.array(z.string()), results: z.array(PeerRates) })) });
export type PeerRecord = z.infer<typeof PeerRecord>;
