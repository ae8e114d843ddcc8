import type { PostMortem } from "../../../src/core/domain/incident.ts";

/** The headings of a post-mortem, in reading order, each with what belongs under it. */
export const postMortemParts: readonly (readonly [keyof PostMortem, string, string])[] = [
  ["summary", "Summary", "What happened, in two sentences that somebody who was not there understands."],
  ["impact", "Impact", "Who was affected, how much, for how long."],
  ["detection", "Detection", "What found it, and how long after it began."],
  ["cause", "Cause", "Why it happened; and why it could."],
  ["response", "Response", "What was done, by whom, and when it was over."],
  ["lessons", "Lessons", "What went well, what did not, what was luck."],
];

/** What was learnt, as it was written. */
export const PostMortemPart = ({ postMortem }: { postMortem: PostMortem }) => (
  <dl className="post-mortem">
    {postMortemParts.map(([part, title]) => postMortem[part] !== "" && <div key={part}><dt>{title}</dt><dd dir="auto">{postMortem[part].split(/\n{2,}/).map((paragraph, index) => <p key={index}>{paragraph}</p>)}</dd></div>)}
  </dl>
);
