#!/bin/sh
# One step of a KServe canary: asks Lockstep what share the canary should have, and patches the InferenceService to it.
# Run it every few minutes (a CronJob), with kubectl, curl and jq. It never raises the share without an answer.
#
#   LOCKSTEP_URL=http://lockstep.mlops:4860 LOCKSTEP_TOKEN=... sh step.sh NAMESPACE INFERENCESERVICE MODEL ENVIRONMENT VERSION
set -eu
namespace=$1 service=$2 model=$3 environment=$4 version=$5
steps=${STEPS:-10,25,50,100}

# A revision of KServe is one rollout: a failure stays one until there is another revision.
key=$(kubectl -n "$namespace" get inferenceservice "$service" -o jsonpath='{.status.components.predictor.latestCreatedRevision}')
current=$(kubectl -n "$namespace" get inferenceservice "$service" -o jsonpath='{.spec.predictor.canaryTrafficPercent}')

answer=$(curl --silent --show-error --fail --max-time 10 --get -H "Authorization: Bearer $LOCKSTEP_TOKEN" \
  --data-urlencode "current=${current:-0}" --data-urlencode "steps=$steps" --data-urlencode "version=$version" --data-urlencode "key=$key" \
  "$LOCKSTEP_URL/gates/kserve/$model/$environment") || { echo "no answer from Lockstep: the share stays at ${current:-0} %" >&2; exit 1; }

# A share that is no whole number from 0 to 100 is no answer.
percent=$(printf '%s' "$answer" | jq -er '.percent | select(type == "number" and . >= 0 and . <= 100 and . == floor)')
printf '%s' "$answer" | jq -r '.why'
[ "$percent" = "${current:-0}" ] && exit 0
kubectl -n "$namespace" patch inferenceservice "$service" --type merge -p "{\"spec\":{\"predictor\":{\"canaryTrafficPercent\":$percent}}}"
