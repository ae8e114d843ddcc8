import type { ReactNode } from "react";

export interface Column<Row> {
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand right, so that their digits line up. */
  readonly numeric?: boolean;
}

/** A table that scrolls inside itself when the screen is narrower than it. */
export const DataTable = <Row,>({ caption, columns, rows, className }: { caption: string; columns: readonly Column<Row>[]; rows: readonly Row[]; className?: string }) => (
  // Focusable, so that the keyboard can scroll it.
  <div className={className === undefined ? "scroll" : `scroll ${className}`} tabIndex={0} role="region" aria-label={caption}>
    <table>
      <caption>{caption}</caption>
      <thead><tr>{columns.map((column, index) => <th key={index} scope="col" className={column.numeric === true ? "number" : undefined}>{column.title}</th>)}</tr></thead>
      <tbody>
        {rows.map((row, index) => <tr key={index}>{columns.map((column, at) => <td key={at} className={column.numeric === true ? "number" : undefined}>{column.cell(row)}</td>)}</tr>)}
      </tbody>
    </table>
  </div>
);
