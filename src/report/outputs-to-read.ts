/**
 * The outputs that are sentences, for a chat message, an issue or a condition. A runner masks no message that a later step sends,
 * so they hold only what the workflow file shows in plain text, as the pull request comment does.
 */
import { plain, type Words } from '../text/words'
import { causePage } from './links'
import type { Report } from './model'
import { type InputRedaction, type InputValues, redactInputs } from './redacted-fixes'
import { worstFirst } from './run'
import { isReady } from './several-hosts'
import { summary } from './summary'
import { targetWords, verdictOf } from './verdict'
import { shownFixes } from './visible-fixes'

/** The outputs `ready`, `verdict`, `fix`, `docs_url`, `results` and `markdown` of action.yml. */
export interface ReadableOutputs {
  readonly ready: string
  readonly verdict: string
  readonly fix: string
  readonly docs_url: string
  readonly results: string
  readonly markdown: string
}

/** In bytes. A comment of GitHub holds 65,536 characters. */
const longestMarkdown = 60_000

/** The worst host gives the sentences; `results` has all hosts in the order of the inputs, and `markdown` is the summary. */
export function readableOutputs(reports: readonly Report[], values: InputValues): ReadableOutputs {
  const redaction = redactInputs(reports, values)
  const [worst] = worstFirst(reports).map(({ report }) => report)
  const verdict = worst && verdictOf(worst)
  const finding = verdict?.finding ?? null
  const [fix] = worst && finding ? shownFixes(worst, finding) : []
  return {
    ready: String(reports.length > 0 && reports.every(isReady)),
    verdict: verdict ? sentence(verdict.sentence, redaction) : '',
    fix: fix ? `${fix.label}: ${sentence(fix.what, redaction)}` : '',
    docs_url: worst && finding ? causePage(finding.id, worst.facts.runner) : '',
    results: JSON.stringify(reports.map((report) => result(report, redaction))),
    markdown: redaction.text(summary(reports, longestMarkdown)),
  }
}

function result(report: Report, redaction: InputRedaction) {
  const { kind, sentence: words, finding } = verdictOf(report)
  return {
    host: sentence(targetWords(report.facts.hops.target.input), redaction),
    result: kind === 'unfinished' ? 'fail' : kind,
    cause: finding?.id ?? '',
    verdict: sentence(words, redaction),
  }
}

/**
 * One line that a workflow can put between quotes of a shell, of YAML or of JSON: what comes from a server has none of their marks,
 * and our own words have no double quote.
 */
function sentence(words: Words, redaction: InputRedaction): string {
  const harmless = redaction.words(words).map((span) =>
    'data' in span
      ? { data: span.data.slice(0, longestData).replace(/[^\w@%+:,./*() -]/g, '?') }
      : 'say' in span
        ? {
            say: span.say
              .replaceAll('"', "'")
              .replaceAll('→', '>')
              .replace(/[^\x20-\x7e]/g, ' '),
          }
        : span,
  )
  return plain(harmless)
}

const longestData = 200
