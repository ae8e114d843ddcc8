/**
 * A run may go, but only behind the last entry of the ledger, and only if that entry is retention's and names it. Both stand in one transaction, so nothing is ever
 * missing without the entry that says so.
 */
export const retentionSchema = `
  DROP TRIGGER runs_are_kept;
  CREATE TRIGGER runs_are_kept BEFORE DELETE ON runs WHEN NOT EXISTS (
    SELECT 1 FROM ledger JOIN records ON records.kind = ledger.kind AND records.subject = ledger.subject, json_each(records.document, '$.documents') AS named
    WHERE ledger.sequence = (SELECT max(sequence) FROM ledger) AND ledger.kind = 'retention'
      AND json_extract(named.value, '$.kind') = 'run' AND json_extract(named.value, '$.subject') = old.id
  ) BEGIN SELECT RAISE(ABORT, 'runs are kept'); END;
`;
