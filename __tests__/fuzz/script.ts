import fc from 'fast-check'
import { type SshCommand, sshCommands } from '../../src/plan/ssh-commands'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

const samples = [
  'ssh -p 2222 -o "Port 22" deploy@${{ vars.HOST }} "cd /srv && git pull"\n',
  "rsync -az --delete -e 'ssh -i ~/.ssh/key' ./ ${USER}@$HOST:/srv/www/\n",
  'sudo timeout -k 5 10 scp -P 22 a b@c:d\ncat <<EOF >> ~/.ssh/config\nHost x\nEOF\n',
  'for host in a b; do sshpass -p "$P" sftp -b batch "$U@$host"; done\n',
]
const words = [
  ...[
    'ssh ',
    'scp ',
    'rsync ',
    'sftp ',
    '-o ',
    '-p ',
    '-e ',
    'deploy@',
    'host',
    ':',
    '@',
    '/',
    '--',
  ],
  ...[
    '${{',
    '}}',
    '${{a}}',
    '${{ a }}',
    '$',
    '${',
    '}',
    '$A',
    '${A}',
    '$(',
    '(',
    ')',
    '`',
    '\\\n',
    '<<',
  ],
  ...[
    '<<-',
    '<',
    '>',
    '&',
    '|',
    ';',
    'EOF',
    "'",
    '"',
    '\\',
    '*',
    '{',
    '=',
    'A=',
    '1>',
    'sudo ',
    '\n',
  ],
]

/** The script of a `run:`. */
export const target: FuzzTarget<string, readonly SshCommand[]> = {
  inputs: fc.oneof(
    textInputs(words, samples),
    textInputs(words, samples).map((text) => `ssh ${text}`),
  ),
  // Each sign can be a command.
  mostMs: 600,
  run: (script) => sshCommands(script, (name) => (name === 'A' ? '"example.com"' : null)),
  verify(script, commands) {
    const lines = script.split('\n').length
    for (const { index, entries } of commands) {
      for (const at of [index, ...entries.map((entry) => entry.index)]) {
        must(at >= 0 && at < lines, `line ${at} of ${lines}`)
      }
    }
    mustBeShort('the commands', commands, 1_000 + 80 * script.length)
  },
}
