import type { CSSProperties, ReactNode } from "react";

export interface ListColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** On a phone a cell says its column's title, unless it speaks for itself. */
  readonly plain?: boolean;
  readonly width?: string;
}

interface ListTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string | number;
  /** The caption is said, not shown: the heading above says the same. */
  readonly quietCaption?: boolean;
  /** So are the columns' titles: the list above has the same. */
  readonly quietTitles?: boolean;
}

/** A list as a table; on a phone each row becomes a block, so that nothing lies outside of the screen. The roles keep it a table for screen readers then. */
export const ListTable = <Row,>({ caption, columns, rows, idOf, quietCaption = false, quietTitles = false }: ListTableProps<Row>) => (
  <table className={quietTitles ? "list list-untitled" : "list"} role="table">
    <caption className={quietCaption ? "unseen" : undefined}>{caption}</caption>
    <colgroup>{columns.map(({ title, width }) => <col key={title} style={width === undefined ? undefined : { "--width": width } as CSSProperties} />)}</colgroup>
    <thead role="rowgroup"><tr role="row">{columns.map(({ title, numeric }) => <th key={title} role="columnheader" scope="col" className={numeric === true ? "number" : undefined}>{title}</th>)}</tr></thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <tr key={idOf(row)} role="row">
          {columns.map(({ title, cell, numeric, plain }) => <td key={title} role="cell" className={numeric === true ? "number" : undefined}>{plain !== true && <span className="cell-title" aria-hidden="true">{title}</span>}<div className="cell">{cell(row)}</div></td>)}
        </tr>
      ))}
    </tbody>
  </table>
);
