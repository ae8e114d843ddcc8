import type { EnvironmentRecord } from "../../core/domain/environment.ts";
import type { RecordingFacts } from "../../work/replay/write-recording.ts";
import type { CheckSide } from "./check-side.ts";

/** What the run keeps of a side: how it was reached and what it said of itself. */
export const environmentRecord = (side: CheckSide, recording: RecordingFacts | undefined, recordingDigest: string | null): EnvironmentRecord => {
  const shared = { name: side.name, side: side.side, kind: side.kind };
  if (side.kind === "file") {
    return { ...shared, address: side.path, protocol: side.source.format, model: null, version: null, platform: null, detection: `a ${side.source.format} file of ${side.source.rows} rows`, replicas: [], digest: side.source.digest };
  }
  const { client, description } = side;
  return {
    ...shared, address: client.address, protocol: client.protocol, model: description.model, version: description.version, platform: description.platform,
    detection: description.detection, replicas: [...(recording?.replicas ?? [])], digest: recordingDigest,
  };
};
