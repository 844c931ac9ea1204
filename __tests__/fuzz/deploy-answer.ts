import fc from 'fast-check'
import type { AccountFacts, CommandsFacts, TargetFacts } from '../../src/facts'
import { Redaction } from '../../src/redaction/redaction'
import {
  accountIn,
  commandsIn,
  readAnswer,
  targetIn,
  timeIn,
} from '../../src/preflight/stages/deploy-answer'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

const token = 'k3Jx9'
const names = ['rsync', 'git']
const redaction = new Redaction([])

const sample = [
  ...['time 1800000000', 'uid 1000', 'user deploy', 'groups deploy www-data', 'shell /bin/bash'],
  ...['packages apt-get', 'found 1 /usr/bin/rsync', 'lost 2', 'searched', 'own git', 'ownasked'],
  ...['login 2 /usr/local/bin/git', 'loginasked', 'elsewhere 2 /opt/git', 'nearest /var/www'],
  ...[
    'isdir yes',
    'writable no',
    'mode drwxr-xr-x 3 root root 4096 Jan  1 00:00 /var/www',
    'real /var/www',
  ],
  ...[
    'kind directory',
    'disk /dev/sda1 100000 50000 50000 50% /',
    'inodes /dev/sda1 1000 10 990 1% /',
  ],
  ...['readonly no', 'end'],
]
  .map((line) => `${token} ${line}\n`)
  .join('')
const words = [
  ...[
    `${token} `,
    token,
    ' ',
    '\n',
    '\r\n',
    '1',
    '2',
    '-',
    '/',
    '%',
    '100%',
    'yes',
    'no',
    '0',
    '9999999999',
  ],
  ...sample.split(/\s+/).filter((word) => word !== token && word !== ''),
]

function read(stdout: string) {
  const answer = readAnswer(stdout, token)
  return {
    time: timeIn(answer),
    account: redaction.redact<AccountFacts | null>(accountIn(answer)),
    commands: redaction.redact<CommandsFacts | null>(commandsIn(answer, names)),
    target: redaction.redact<TargetFacts | null>(targetIn(answer, '/var/www')),
  }
}

/** What the script of the deploy stage printed, in the middle of whatever the server's shell says. */
export const target: FuzzTarget<string, ReturnType<typeof read>> = {
  inputs: fc.oneof(
    textInputs(words, [sample]),
    textInputs(words).map((text) => text + sample),
  ),
  run: read,
  verify(_, { time, account, commands, target: place }) {
    must(time === null || Number.isSafeInteger(time), 'time')
    mustBeShort('the account', account, 40_000)
    mustBeShort('the programs', commands, 60_000)
    mustBeShort('the target', place, 60_000)
    if (account) for (const name of [account.name, ...account.groups]) mustBeName(name)
    mustBeComplete(commands, place)
  },
}

function mustBeName(name: string): void {
  must(!/[\s\p{Cc}]/u.test(name), `a name is ${JSON.stringify(name)}`)
}

function mustBeComplete(commands: CommandsFacts | null, place: TargetFacts | null): void {
  must(commands === null || commands.commands.length === names.length, 'all programs or none')
  const disk = place?.disk
  for (const number of disk ? [disk.freeBytes, disk.totalBytes, disk.freeInodes ?? 0] : []) {
    must(number >= 0 && Number.isFinite(number), `a number is ${number}`)
  }
}
