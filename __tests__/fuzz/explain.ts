import { lookUp } from '../../src/causes/find-by-message'
import { explainedLines, listedLines } from '../../src/report/explained'
import { plainStyle } from '../../src/report/style'
import type { FuzzTarget } from './harness/fuzz-target'
import { mustBeShort, mustPrint } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

const samples = [
  'ssh: connect to host example.com port 22: Connection refused',
  'Permission denied (publickey,password).',
  'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey]',
  'kex_exchange_identification: Connection closed by remote host',
  'hostkey/mismatch',
]

/** The words behind `explain`. */
export const target: FuzzTarget<string, readonly string[]> = {
  inputs: textInputs(
    ['ssh: ', 'connect', 'refused', 'timeout', 'tcp/', 'server/', 'key', ' ', 'port 22', '.', '…'],
    samples,
  ),
  run(text) {
    const found = lookUp(text)
    if (found.kind === 'none') return found.near
    return found.kind === 'one'
      ? explainedLines(found.cause, plainStyle)
      : listedLines(found, plainStyle)
  },
  verify(_, lines) {
    mustPrint('explain', lines)
    mustBeShort('explain', lines, 60_000)
  },
}
