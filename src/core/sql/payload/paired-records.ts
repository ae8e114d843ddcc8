/** Where an event's parts stand, as SQL over `r`. */
export interface EventParts {
  /** Its type, which ends in `request` or `response`. */
  readonly kind: string;
  readonly id: string;
  readonly body: string;
  /** A condition: the body may be CSV. */
  readonly csv: string;
  readonly time: string;
  readonly status: string;
  readonly service: string;
  readonly endpoint: string;
  readonly component: string;
}

/**
 * A table of `file`, `n`, `place`, `span` and `text` in which a request and the answer of the same id (the same turn of it, where callers use an id again) are one JSON
 * record of span 2: `{pair, id, time, status, service, endpoint, csv, request, response}`. What has no partner stands alone with span 1; what is no event stands as it is.
 *
 * An answer is labelled with its request's content type, so the label says little: either one's allows both to be CSV, and JSON is tried first.
 */
export const pairedRecords = (table: string, records: string, parts: EventParts): string => {
  const half = (kind: string): string => `(SELECT *, row_number() OVER (PARTITION BY id, coalesce(component, '') ORDER BY n) AS turn FROM events WHERE kind = '${kind}' AND id IS NOT NULL)`;
  return `CREATE OR REPLACE TEMP TABLE ${table} AS WITH events AS MATERIALIZED (SELECT file, n, n - min(n) OVER (PARTITION BY file) + 1 AS place, text, regexp_extract(${parts.kind}, '(request|response)$') AS kind, ${parts.id} AS id, ${parts.body} AS body,
    ${parts.csv} AS csv, ${parts.time} AS time, ${parts.status} AS status, ${parts.service} AS service, ${parts.endpoint} AS endpoint, ${parts.component} AS component
  FROM (SELECT file, n, text, CASE WHEN json_type(TRY_CAST(text AS JSON)) = 'OBJECT' THEN TRY_CAST(text AS JSON) END AS r FROM ${records}))
SELECT coalesce(q.file, a.file) AS file, coalesce(q.n, a.n) AS n, coalesce(q.place, a.place) AS place, (q.id IS NOT NULL)::INTEGER + (a.id IS NOT NULL)::INTEGER AS span,
  json_object('pair', true, 'id', coalesce(q.id, a.id), 'time', coalesce(q.time, a.time), 'status', a.status, 'service', coalesce(q.service, a.service), 'endpoint', coalesce(q.endpoint, a.endpoint),
    'csv', coalesce(q.csv, false) OR coalesce(a.csv, false), 'request', q.body, 'response', a.body)::VARCHAR AS text
FROM ${half("request")} AS q FULL JOIN ${half("response")} AS a ON q.id = a.id AND q.turn = a.turn AND q.component IS NOT DISTINCT FROM a.component
UNION ALL SELECT file, n, place, 1, text FROM events WHERE id IS NULL OR coalesce(kind, '') NOT IN ('request', 'response')`;
};
