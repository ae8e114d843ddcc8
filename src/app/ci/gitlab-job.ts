import { checkLine, installLine, reportsFolder, runnerNeeds } from "./ci-job.ts";

/** The file that a project's .gitlab-ci.yml includes. */
export const gitlabJobFile = "lockstep.gitlab-ci.yml";

/**
 * A job that compares what the manifest names, and tells it in the merge request as tests, metrics and code quality, in one note, and as
 * files to download.
 */
export const gitlabJob = (): string => `# Written by Lockstep. Yours to change: it is not written again.
${runnerNeeds()}
# A note in the merge request needs the variable LOCKSTEP_GITLAB_TOKEN: a project access token with the scope api, masked.
lockstep:
  stage: test
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  timeout: 1 hour
  interruptible: true
  script:
    - ${installLine()}
    - ${checkLine(["report.html", "junit.xml", "lockstep.sarif", "metrics.txt", "codequality.json"])}
  artifacts:
    when: always
    name: ${reportsFolder}
    paths:
      - ${reportsFolder}/
    reports:
      junit: ${reportsFolder}/*.xml
      metrics: ${reportsFolder}/*metrics.txt
      codequality: ${reportsFolder}/*codequality.json
`;
