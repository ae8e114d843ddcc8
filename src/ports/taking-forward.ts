/** The channel (node:diagnostics_channel) on which a store says that it is taken forward to a newer schema: opening it stands still meanwhile, for half a minute where it is large. */
export const takingForwardChannel = "lockstep.store.taking-forward";

/** What is said there: before it begins, and when it is over. */
export interface TakingForward {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** Size of the file, bytes. */
  readonly bytes: number;
  /** Null before it begins. */
  readonly tookMs: number | null;
}
