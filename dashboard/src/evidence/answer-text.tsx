import { When } from "../acting/when.tsx";

const marked = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z|\b(?:INC|REQ)-\d{4}-\d{4,})/;

/* A text is cut at what it names: every other piece is a moment, an incident or a request. */
const Piece = ({ piece }: { piece: string }) => (piece.startsWith("INC-") ? <a href={`/incidents/${piece}`}>{piece}</a> : piece.startsWith("REQ-") ? <a href={`/requests/${piece}`}>{piece}</a> : <When at={piece} />);

/** A line of an answer: moments as people read them, incidents and requests as links to their pages. */
export const AnswerText = ({ text }: { text: string }) => <span className="answer-text" dir="auto">{text.split(marked).map((piece, at) => (at % 2 === 1 ? <Piece key={at} piece={piece} /> : piece))}</span>;
