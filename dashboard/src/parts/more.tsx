import type { ReactNode } from "react";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import { Folded } from "./folded.tsx";

/** The first rows in sight, the rest one click away. */
export const More = <Row,>({ rows, first, render }: { rows: readonly Row[]; first: number; render: (rows: readonly Row[]) => ReactNode }) => (
  <>
    {render(rows.slice(0, first))}
    {rows.length > first && <Folded className="more" summary={`${formatCount(rows.length - first)} more`}>{() => render(rows.slice(first))}</Folded>}
  </>
);
