/** Names by which a key column is recognised, surest first. */
const keyNames: readonly RegExp[] = [/^id$/i, /^key$/i, /^(uuid|guid)$/i, /^(request|row|record|sample|prediction|example|instance|event)[_-]?(id|key|uuid)$/i, /^.+[_-](id|key|uuid)$/i, /^.+Id$/, /^(index|row|row_number|rownum)$/i];

/** How likely a column is the key by its name: lower is likelier, null not at all. */
export const keyRank = (name: string): number | null => {
  const rank = keyNames.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? null : rank;
};

/** Names by which predictions are recognised; a nested column counts by its outermost name. */
const outputNames: readonly RegExp[] = [
  /^(pred|predicted|prediction|score|prob|proba|probability|probabilities|label|class|decision|output|outputs|response|logit|logits|confidence)s?([_.\-[\d].*)?$/i,
  /^(y_?hat|yhat|y_pred)/i,
  /[_.-](pred|prediction|score|scores|prob|proba|probability|label|class|decision|output|logit)s?([\d[.].*)?$/i,
];

export const looksLikeOutput = (name: string): boolean => outputNames.some((pattern) => pattern.test(name));
