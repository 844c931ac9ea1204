import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  readServerAnswer,
  type ServerAnswer,
  type Wanted,
} from '../../src/inputs/server-report/read-answer'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

interface Pasted {
  readonly text: string
  readonly wanted: Wanted | null
}

const recorded = ['two-faults', 'two-faults-json', 'not-listed', 'healthy', 'healthy-json'].map(
  (name) => readFileSync(join('__tests__', 'fixtures', 'server-check', `${name}.txt`), 'utf8'),
)
const words = [
  ...[
    '{"serverCheck":1',
    '"verdicts":[',
    '"evidence":[',
    '"notSeen":[',
    '{"id":"',
    '"why":"',
    '\\"',
  ],
  ...['VERDICT', 'SSH server check: port 22', 'SSH PREFLIGHT ANSWER', 'Checksum: ', '***', '\n> '],
  '-----BEGIN SSH PREFLIGHT ANSWER-----\n',
  '-----END SSH PREFLIGHT ANSWER-----\n',
  ...[
    '&quot;',
    '&lt;',
    '{&quot;',
    'ssh-ed25519 AAAA',
    'server/',
    '> ',
    '```',
    '\u001b]',
    '\u001b[',
  ],
  ...['!! ', 'ok ', '-- ', '{', '}', '[', ']', '"', ',', ':', '-', '*', '# ', ' ', '\n', '\t'],
]

/** The input `server_report`: what a person pastes. */
export const target: FuzzTarget<Pasted, ServerAnswer> = {
  inputs: fc.record({
    text: textInputs(words, recorded),
    wanted: fc.option(
      fc.record({ port: fc.constantFrom(22, 2222), user: fc.constantFrom(null, 'deploy') }),
    ),
  }),
  run: ({ text, wanted }) => readServerAnswer(text, wanted ?? undefined),
  verify(_, answer) {
    // 200 lines of evidence and 50 that were not seen, of 400 characters each, as JSON.
    mustBeShort('the answer', answer, 800_000)
    if ('error' in answer) must(answer.error.length < 600, 'one sentence')
  },
}
