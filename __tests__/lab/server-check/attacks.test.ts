import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { addresses } from '../addresses'
import { fingerprintOf } from '../keys'
import { type Lab, prepareLab } from '../prepare'
import { inLanes, lanes } from '../run-lab'
import type { System } from '../system'
import { answerAttacks, type Attack, fileAttacks, secretFiles, settingAttacks } from './attacks'
import { type Answer, shells, withServer } from './check'
import { callsIn, isWrite, opens, tracedCalls } from './system-calls'
import { checkedSystems } from './systems'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000

/** Longer than any run of the check may take, in seconds. */
const longest = 60

/** ksh93 itself writes files while it runs. */
const someShells = shells.filter((shell) => shell !== 'ksh')

interface Machine {
  readonly name: string
  /** Shell lines that take programs away. */
  readonly without: string
  readonly attacks: readonly Attack[]
}

const all = [...fileAttacks, ...settingAttacks, ...answerAttacks]

const machines: readonly Machine[] = [
  {
    name: 'Debian',
    without: 'true',
    attacks: all.filter(({ withoutPrograms }) => withoutPrograms !== 'only'),
  },
  {
    name: 'a system without timeout and setpriv',
    without: 'rm /usr/bin/timeout /usr/bin/setpriv',
    attacks: all.filter(({ withoutPrograms }) => withoutPrograms),
  },
]

describe.each(machines)('the server check under attack on $name', ({ without, attacks }) => {
  let outcomes: readonly Promise<Outcome>[] = []
  let stop: () => void = () => undefined
  let ended: Promise<unknown> = Promise.resolve()

  beforeAll(async () => {
    const lab = await prepareLab(say)
    const roots = await checkedSystems(lab, say)
    const options = await optionsOf(lab)
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    const free: System[] = []
    const start = () =>
      new Promise<void>((ready, failed) => {
        const run = withServer({ name: 'attacks', verdicts: [] }, lab, roots, async (server) => {
          await server.run(
            `key='${lab.keys.ed25519.public}'\n${secretFiles}\ncp -a /home/deploy /root/home`,
          )
          await server.run(`printf '%s' '${lab.keys.ed25519.public}' > /root/offered; ${without}`)
          free.push(server)
          ready()
          await stopped
        })
        run.catch(failed)
        ended = Promise.all([ended, run])
      })
    await Promise.all(Array.from({ length: lanes }, start))
    outcomes = inLanes(attacks, async (attack, index) => {
      const system = free.pop()
      if (!system) throw new Error('no system is free')
      try {
        return await runUnder(
          attack,
          system,
          someShells[index % someShells.length] ?? 'sh',
          options,
        )
      } finally {
        free.push(system)
      }
    })
    for (const outcome of outcomes) outcome.catch(() => undefined)
  }, 20 * minutes)

  afterAll(async () => {
    stop()
    await ended
  })

  it.each(attacks)(
    '$name',
    async (attack) => {
      const run = await outcomes[attacks.indexOf(attack)]
      if (!run) throw new Error('the attack did not run')

      expect(run.faults).toEqual([])
      expect(run.calls.filter((call) => isWrite(call))).toEqual([])
      expect(run.calls.filter(opens(attack.neverOpened ?? /^never$/))).toEqual([])
      expect(run.verdicts).toEqual(attack.verdicts ?? run.verdicts)
      for (const text of attack.says ?? []) expect(run.text).toContain(text)
    },
    20 * minutes,
  )
})

type Outcome = Awaited<ReturnType<typeof runUnder>>

async function optionsOf(lab: Lab): Promise<string> {
  const fingerprint = await fingerprintOf(lab.keys.ed25519.public, lab.roots['9.2'])
  return `--user deploy --from ${addresses.client4} --key-fingerprint ${fingerprint}`
}

/** Plants, runs the check for people under strace and for machines on its standard input, and puts everything back. */
async function runUnder(attack: Attack, system: System, shell: string, options: string) {
  await system.run(
    `rm -rf /home/deploy; cp -a /root/home /home/deploy\nhome=/home/deploy canary=$(cat /root/canary) key=$(cat /root/offered)\n${attack.plant}`,
  )
  const env = attack.env ? `env ${attack.env}` : ''
  const traced = `strace -f --seccomp-bpf -qq -s 300 -o /run/trace -e trace=${tracedCalls}`
  const run = async (command: string) => {
    const said = await system.run(
      `set +e; cd /home/deploy; from=$(date +%s); exec 3>&1; err=$(${command} 2>&1 >&3); echo "--- $?"; echo "$err"; echo ---; echo $(($(date +%s) - from))`,
    )
    const [stdout = '', status = '', seconds = ''] = said.split(/^---[ \n]/m)
    return {
      stdout,
      stderr: status.split('\n').slice(1).join('\n').trim(),
      seconds: Number(seconds),
    }
  }
  const script = '/usr/local/bin/server-check.sh'
  const text = await run(`${traced} ${env} ${shell} ${script} ${options}`)
  const json = attack.forMachines
    ? await run(`${env} ${shell} -s -- ${options} --json <${script}`)
    : null
  // sshd itself opens what its configuration names, as at each start.
  const calls = callsIn(await system.read('/run/trace')).filter(
    ({ by }) => !by.includes('/usr/sbin/sshd'),
  )
  const canary = (await system.read('/root/canary')).trim()
  const touched = await system.run('[ ! -e /root/pwned ] || echo yes; rm -f /root/pwned')
  await system.run(`rm -f /run/trace; home=/home/deploy\n${attack.undo ?? 'true'}`)

  const faults = [text, ...(json ? [json] : [])].flatMap(({ stdout, stderr, seconds }) => [
    ...(stderr === '' ? [] : [`it wrote to stderr: ${stderr}`]),
    ...(seconds < longest ? [] : [`it took ${String(seconds)} s`]),
    ...(stdout.includes(canary) ? ['it shows what root alone may read'] : []),
    ...(/[^\n\x20-\x7e]/.test(stdout) ? ['it shows what is not printable ASCII'] : []),
  ])
  if (canary === '') faults.push('there is no canary')
  if (touched !== '') faults.push('it ran what the user planted')
  const verdicts = [...text.stdout.matchAll(/^ {2}(server\/[a-z-]+) \(/gm)].map(([, id = '']) => id)
  const ids = json ? (JSON.parse(json.stdout) as Answer).verdicts.map(({ id }) => id) : verdicts
  const read = readServerAnswer(text.stdout)
  const inBlock = 'facts' in read ? read.facts.verdicts.map(({ id }) => id).join() : read.error
  if (inBlock !== verdicts.join())
    faults.push(`${verdicts.join()} in text, ${inBlock} in the block`)
  if (ids.join() !== verdicts.join()) faults.push(`${verdicts.join()} in text, and ${ids.join()}`)
  faults.push(...forgedLines(text.stdout))
  return { calls, faults, text: text.stdout, verdicts }
}

const headings = [
  'VERDICT',
  'EVIDENCE',
  'FIX on this system (nothing was changed yet)',
  'NOT SEEN',
  'ANSWER for SSH Preflight (paste everything from BEGIN to END)',
]
const forms: Readonly<Record<string, RegExp>> = {
  VERDICT: /^(| {2}Nothing was found .*| {2}server\/[a-z-]+ \(\w+\): .*| {4}\S.*)$/,
  EVIDENCE: /^(| {2}(ok|!!|--) (host keys|[a-z]+) +\S.*)$/,
  [headings[2] ?? '']: /^(| {2}server\/[a-z-]+| {4}\S.*| {6}\S.*)$/,
  'NOT SEEN': /^(| {2}- \S.*)$/,
  [headings[4] ?? '']:
    /^(-----(BEGIN|END) SSH PREFLIGHT ANSWER-----|[A-Za-z0-9+/]{1,76}={0,2}|Checksum: [0-9a-f]{8})$/,
}

/** Lines of an answer in text that do not stand where the script itself prints such a line. */
function forgedLines(text: string): string[] {
  const lines = text.trimEnd().split('\n')
  const found = lines.filter((line) => headings.includes(line.trim()))
  const faults: string[] = []
  if (found.join() !== headings.filter((each) => found.includes(each)).join())
    faults.push(`headings: ${found.join()}`)
  if (lines.at(-1) !== '-----END SSH PREFLIGHT ANSWER-----') faults.push('the block has no end')
  if ('facts' in readServerAnswer(text.slice(0, text.indexOf(headings[4] ?? ''))))
    faults.push('there is a block in the text for people')
  let section = ''
  for (const line of lines.slice(1)) {
    if (headings.includes(line)) section = line
    else if (section !== '' && !forms[section]?.test(line)) faults.push(`in ${section}: ${line}`)
  }
  return faults
}
