import type { EnvironmentRecord } from "../../core/domain/environment.ts";
import type { RecordingFacts } from "../../work/replay/write-recording.ts";
import type { CheckSide } from "./check-side.ts";

/** What the run keeps of a side: how it was reached and what it said of itself. */
export const environmentRecord = (side: CheckSide, recording: RecordingFacts | undefined, recordingDigest: string | null): EnvironmentRecord => {
  const shared = { name: side.name, side: side.side };
  if (side.kind === "file") {
    return { ...shared, kind: "file", address: side.path, protocol: side.source.format, model: null, version: null, platform: null, detection: `a ${side.source.format} file of ${side.source.rows} rows`, replicas: [], digest: side.source.digest };
  }
  if (side.kind === "baseline") {
    const { model, version, modelVersion, approvedBy, approvedAt, recording: kept } = side.baseline;
    return { ...shared, kind: "file", address: side.recording.path, protocol: `baseline v${version}`, model, version: modelVersion, platform: null, detection: `baseline v${version} of ${model}, approved by ${approvedBy} on ${approvedAt.slice(0, 10)}: ${side.why}`, replicas: [...side.recording.replicas], digest: kept.digest };
  }
  if (side.kind === "declared") return { ...shared, kind: "file", address: side.folder, protocol: "record", model: null, version: null, platform: null, detection: "the record of an environment that cannot be asked any more", replicas: [], digest: null };
  const { client, description } = side;
  return {
    ...shared, kind: side.kind, address: client.address, protocol: client.protocol, model: description.model, version: description.version, platform: description.platform,
    detection: description.detection, replicas: [...(recording?.replicas ?? [])], digest: recordingDigest,
  };
};
