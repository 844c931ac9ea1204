import { diagnose } from '../diagnosis/diagnose'
import type { Facts, ServerCheckFacts } from '../facts'
import { logBlock, logLine, toPlain } from '../text/escape'
import { jsonText } from '../report/json'
import type { Report } from '../report/model'
import { type Style, wrap } from '../report/style'
import { certaintyLabel } from '../report/verdict'
import { wantedOf } from '../inputs/server-report/import-answer'
import { candidateOnServer } from '../diagnosis/server-check/combine'
import { isAbout, readServerAnswer } from '../inputs/server-report/read-answer'
import { version } from '../version'
import { literal, say, type Words } from '../text/words'

/** The hosts of a saved report, one of them with the answer, or a sentence that says what is missing. */
export type CombinedReports =
  { readonly reports: readonly Report[]; readonly combined: Report } | { readonly error: string }

/**
 * Combines an answer with a saved report. Of several hosts, it is for the one named, else for the only one with its port and user.
 * The answer itself has no host name.
 */
export function combineWithReport(
  text: string,
  saved: readonly Facts[],
  host: string | null,
): CombinedReports {
  const named = saved.filter(
    ({
      hops: {
        target: { input },
      },
    }) => host === null || input.host === host,
  )
  const names = [
    ...new Set(
      saved.map(
        ({
          hops: {
            target: { input },
          },
        }) => input.host ?? '(no host)',
      ),
    ),
  ].join(', ')
  if (named.length === 0) return { error: `The report has no host ${host ?? ''}: it has ${names}` }
  const fitting = named.filter(
    ({
      hops: {
        target: { input },
      },
    }) => {
      const answer = readServerAnswer(text, wantedOf(input))
      return 'facts' in answer && isAbout(answer.facts.asked, wantedOf(input))
    },
  )
  const [target] = named.length === 1 ? named : fitting
  if (target === undefined || (named.length > 1 && fitting.length > 1)) {
    return { error: `The report has several hosts: name one with --host: ${names}` }
  }
  const answer = readServerAnswer(text, wantedOf(target.hops.target.input))
  if ('error' in answer) return { error: answer.error }
  const reports = saved.map((facts): Report => {
    const serverCheck = {
      state: 'observed',
      value: { by: 'paste', ...answer.facts },
      ms: 0,
    } as const
    const all = facts === target ? { ...facts, serverCheck } : facts
    return { version, facts: all, diagnosis: diagnose(all) }
  })
  const combined = reports[saved.indexOf(target)]
  return combined ? { reports, combined } : { error: 'The report has no host' }
}

/** Only the on-server check, in the words of the catalog: verdicts, certainty, what was seen, the fix for that system. */
export function importedLines(check: ServerCheckFacts, style: Style): readonly string[] {
  const { asked, system, verdicts, notSeen, whole } = check
  const paragraph = (words: Words, indent: string) =>
    wrap(toPlain(words), style.width, indent).map(logLine)
  const about = [
    ...(asked.port === null ? [] : [`port ${String(asked.port)}`]),
    ...(asked.user === null ? [] : [`user ${asked.user}`]),
    ...(system.name === null ? [] : [system.name]),
  ]
  return [
    ...paragraph(
      say`Only the check on the server, without a report of a run (${about.join(', ')})`,
      '',
    ),
    ...(verdicts.length === 0
      ? ['', ...paragraph(literal('It found nothing on the server that blocks the login.'), '')]
      : []),
    ...verdicts.flatMap((verdict) => {
      const { id, certainty, why } = verdict
      const candidate = candidateOnServer(verdict, check)
      return [
        '',
        ...paragraph(candidate?.title ?? literal(id), ''),
        ...paragraph(say`${literal(certaintyLabel[certainty])}: ${why}`, '  '),
        ...(candidate ? paragraph(say`Fix: ${candidate.fix.what}`, '  ') : []),
        ...logBlock(candidate?.fix.paste?.text ?? '').map((line) => `       ${line}`),
        `  ${id}`,
      ]
    }),
    ...(whole ? [] : ['', ...paragraph(literal('A part of the answer is missing.'), '')]),
    ...notSeen.flatMap((text) => paragraph(say`Not seen: ${text}`, '')),
  ]
}

/** The same for programs. */
export function importedJson(check: ServerCheckFacts): string {
  return jsonText({ serverCheck: check })
}
