import type { Run } from "../../core/domain/run.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { renderMarkdownWithin } from "../../report/markdown.ts";

/** GitHub refuses comments of more than 65,536 characters; bytes are counted here, so that signs outside the plane count in full. */
const longestComment = 64_000;

/** What marks the one comment about this model and this pair; readers do not see it. Names are hashed: nothing in them can end the marker. */
export const commentMarker = (run: Run): string => {
  const { reference, candidate } = run.environments;
  const about = JSON.stringify([run.agreement?.model ?? candidate.model ?? reference.model ?? null, reference.name, candidate.name]);
  return `<!-- lockstep comment ${sha256(about).slice(0, 32)} -->`;
};

/** The comment about a run: its marker, then the summary, as much of it as a comment takes. */
export const commentText = (run: Run): string => {
  const marker = commentMarker(run);
  return `${marker}\n${renderMarkdownWithin(run, longestComment - marker.length - 1)}`;
};
