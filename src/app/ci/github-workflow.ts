import { checkLine, installLine, reportsFolder, runnerNeeds } from "./ci-job.ts";

/** Where GitHub looks for workflows. */
export const githubWorkflowFile = ".github/workflows/lockstep.yml";

/**
 * A workflow that compares what the manifest names, and tells it in the job summary, as annotations, as code scanning alerts, in one comment
 * on the pull request and as files to download. Its token may do no more than that.
 */
export const githubWorkflow = (): string => `# Written by Lockstep. Yours to change: it is not written again.
${runnerNeeds()}
name: lockstep
on:
  pull_request:
  push:
    branches: [main, master]
  workflow_dispatch:
permissions: {}
concurrency:
  group: lockstep-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  lockstep:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read
      # One comment on the pull request, replaced at each run. Jobs of forks may only read: there the summary says the same.
      pull-requests: write
      # The findings as code scanning alerts.
      security-events: write
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - name: Install Lockstep
        run: ${installLine()}
      - name: Compare the environments
        # Secrets that the manifest names as env:NAME are given here, one line each.
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${checkLine(["report.html", "junit.xml", "lockstep.sarif", "metrics.txt"])}
      - name: Keep the reports
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: ${reportsFolder}
          path: ${reportsFolder}/
          if-no-files-found: warn
      - name: Show the findings as alerts
        # A repository without code scanning, and a fork, cannot take them; that is no verdict.
        if: always() && hashFiles('${reportsFolder}/*.sarif') != ''
        continue-on-error: true
        uses: github/codeql-action/upload-sarif@v3
        with:
          sarif_file: ${reportsFolder}
`;
