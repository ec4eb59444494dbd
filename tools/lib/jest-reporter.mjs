/** What jest says here: failures in full, and one closing line that people and machines read alike. */
import { writeFileSync } from 'node:fs';

export default class Reporter {
  /** @type {string[]} */
  failures = [];

  /** @param {unknown} _test @param {import('@jest/test-result').TestResult} result */
  onTestResult(_test, result) {
    if (!result.failureMessage) return;
    this.failures.push(result.failureMessage.trimEnd());
    console.log(result.failureMessage.trimEnd());
  }

  /** @param {unknown} _contexts @param {import('@jest/test-result').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    // A file that does not load has no tests to fail, and fails all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = { passed: results.numPassedTests, failed, skipped, failures: this.failures };
    const file = process.env.VWIFI_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else console.log(closingLine(counts));
  }
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
