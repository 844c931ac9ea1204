import { plainStyle } from '../../src/report/style'
import { explain } from '../../src/terminal/explain-command'
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
  run: (text) => explain([text], plainStyle).lines,
  verify(_, lines) {
    mustPrint('explain', lines)
    mustBeShort('explain', lines, 60_000)
  },
}
