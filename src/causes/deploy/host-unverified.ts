import type {
  DeployStep,
  HostKeyFacts,
  HostKeyScan,
  KnownHostKey,
  RunnerSshFacts,
} from '../../facts'
import { typesOf } from '../../knowledge/host-keys'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { knownHostsStep } from '../fixes/pin-deploy'
import { quoted } from '../fixes/quoted'
import { bannerAfterMs } from '../readings/banner'
import {
  entryOf,
  literalOf,
  sameIn,
  sameText,
  stepName,
  stepNameFirst,
} from '../readings/following-steps'
import {
  isDirect,
  type OpensshStep,
  opensshSteps,
  optionOf,
  portOf,
  portOfStep,
} from '../readings/openssh-steps'
import { allKeys, shortType } from '../readings/pinned-key'
import { hasOurValue } from '../readings/refused-values'
import type { View } from '../view'

/**
 * no-entry: no file that ssh reads names the host. other-key: one names another key of the same type. other-home: the entry is below
 * HOME, where ssh does not look. scan-port, scan-types: ssh-keyscan asks another port, or for types that the server does not have.
 * scan-host: it is given more than a host. scan-time: it stops before the server answers.
 */
type Why =
  'no-entry' | 'other-key' | 'other-home' | 'scan-host' | 'scan-port' | 'scan-time' | 'scan-types'

export const hostUnverified = defineCause({
  id: 'deploy/host-unverified',
  title: 'A later command cannot verify the host key',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'A later step runs ssh, scp, sftp or rsync, and the ssh of the runner does not know the host key of this server. Nobody can answer its question in a job, so it stops before the login. The key must be in a known_hosts file that ssh reads, under the name and port that the command uses. ssh reads the home directory of the account. In a job with a container, that is not HOME.',
    detection:
      'The configuration of the runner’s ssh for this host was asked (`ssh -G`), and each known_hosts file that it names was read. The steps between this one and the command are in the workflow file. A script that may change known_hosts in another way is not judged.',
    firstMove:
      'Before the step, run `ssh-keyscan -p PORT HOST >> ~/.ssh/known_hosts`, and compare the key.',
  },
  lookalikes: {
    'A key that another step adds': 'No step between this one and the command writes known_hosts.',
    'Options that accept every key': 'Neither the command nor the configuration of ssh has them.',
  },
  needs: ['hostkey'],
  judge(view) {
    const found = opensshSteps(view).flatMap((following) => {
      const why = whyOf(view, following)
      return why === null ? [] : [{ following, why }]
    })
    const [first = null] = [...found.filter(({ following }) => following.isSure), ...found]
    if (!first) return null
    const { step, isSure } = first.following
    const isLikely = first.why === 'scan-port' || first.why === 'scan-time'
    return {
      certainty: isLikely ? 'likely' : 'proved',
      severity: isSure && !isLikely ? 'error' : 'warning',
      evidence: {
        why: first.why,
        line: step.line,
        client: step.client,
        port: view.input.port,
        scanLine: first.following.openssh.scans[0]?.line ?? null,
        alsoLines: found.flatMap(({ following }) =>
          following === first.following ? [] : [following.step.line],
        ),
      },
    }
  },
  explain({ why, line, client, port, scanLine, alsoLines }, view) {
    const name = stepName(line, client)
    return {
      verdict: say`${stepNameFirst(line, client)} ${literal(verdicts[why])}`,
      why: literal(reasons[why]),
      observed: [
        say`The server showed its ${shortType(view.hostkey.presented.type)} key, ${view.hostkey.presented.fingerprint}.`,
        scanLine !== null &&
          say`The command in line ${scanLine} (ssh-keyscan) adds the keys of port ${literal(why === 'scan-port' ? 'another one' : String(port))}.`,
        why === 'other-home' &&
          say`HOME is another directory than the home directory of the account, ${view.runnerSsh?.accountHome ?? ''}, where ssh looks.`,
        ...sameIn(alsoLines),
      ],
      fixes: fixesOf(why, view, name, scanLine),
    }
  },
  line: ({ line }) => line,
})

const verdicts: Readonly<Record<Why, string>> = {
  'no-entry': 'will stop: the runner’s ssh does not know the host key',
  'other-key': 'will stop: the runner’s ssh knows another host key of this server',
  'other-home': 'will stop: ssh does not read the known_hosts file below HOME',
  'scan-host': 'will stop: ssh-keyscan is given more than a host name',
  'scan-port': 'may stop: ssh-keyscan asks another port for the host key',
  'scan-time': 'may stop: ssh-keyscan gives up before the server answers',
  'scan-types': 'will stop: ssh-keyscan asks for key types that the server does not have',
}

const reasons: Readonly<Record<Why, string>> = {
  'no-entry':
    'no known_hosts file that ssh reads has a line for this host and port, and no step in between adds one. Nobody can confirm the key in a job.',
  'other-key':
    'known_hosts has a line for this host and port with another key of the same type, and no step in between changes it.',
  'other-home':
    'the only line for the host is in the known_hosts file below HOME, and ssh reads that of the home directory of the account.',
  'scan-port':
    'ssh-keyscan without `-p` asks port 22. ssh accepts what it finds there only when the key is the same on both ports.',
  'scan-host':
    'the value has a user or a port in it. ssh-keyscan takes all of it for a name, and adds nothing.',
  'scan-time':
    'the SSH banner of the server came later than that. ssh-keyscan then prints nothing, and reports success.',
  'scan-types': 'the server’s list of host key types was read in full, and has none of them.',
}

function fixesOf(
  why: Why,
  view: View<'hostkey'>,
  name: Words,
  scanLine: number | null,
): Draft['fixes'] {
  const keys = allKeys(view.hostkey)
  const { accountHome } = view.runnerSsh ?? {}
  const folder = why === 'other-home' && accountHome ? quoted(`${accountHome}/.ssh`) : '~/.ssh'
  const port = String(view.input.port)
  const remove = quoted(
    view.input.port === 22 ? (view.input.host ?? 'HOST') : `[${view.input.host ?? 'HOST'}]:${port}`,
  )
  return [
    why === 'scan-port' &&
      inWorkflow(
        say`Ask the port of SSH in line ${scanLine ?? 0}.`,
        yaml(`ssh-keyscan -p ${port}`),
      ),
    why === 'scan-host' &&
      inWorkflow(
        say`Give only the name to ssh-keyscan in line ${scanLine ?? 0}, from a separate secret.`,
      ),
    why === 'scan-time' &&
      inWorkflow(
        say`Let ssh-keyscan wait longer in line ${scanLine ?? 0}.`,
        yaml('ssh-keyscan -T 60'),
      ),
    why === 'scan-types' &&
      inWorkflow(
        say`Remove the option ${'-t'} in line ${scanLine ?? 0}: ssh-keyscan then asks for all types.`,
      ),
    why === 'other-key' &&
      inWorkflow(
        say`If the server was set up again, remove the old line before ${name}, and add the new one.`,
        yaml(`- run: ssh-keygen -R ${remove}`),
      ),
    inWorkflow(
      say`Before ${name}, add a step that writes the key where ssh looks. Compare the fingerprint with the server first.`,
      knownHostsStep(view, keys.slice(0, 3), folder),
    ),
  ]
}

function whyOf(view: View<'hostkey'>, following: OpensshStep): Why | null {
  const { step, openssh } = following
  const ssh = view.runnerSsh
  // Through a jump host, ssh asks for two host keys.
  if (!ssh || view.jump !== null || !asks(view, ssh, following)) return null
  const known = compare(hostKeysOf(ssh, step) ?? [], view.hostkey, view)
  if (known === 'other-key') return openssh.scans.length === 0 ? known : null
  if (known !== 'none') return null
  const theirHost = entryOf(step, following.client, 'host')?.text ?? ''
  if (openssh.knownHosts === 'as-found')
    return ssh.isKnownInHome && optionOf(step, 'userknownhostsfile') === null
      ? 'other-home'
      : 'no-entry'
  const scan = openssh.scans.find(({ host }) => sameText(host, theirHost))
  if (!scan || openssh.scans.length > 1) return null
  if (scan.inHome && ssh.homeDiffers) return 'other-home'
  if (view.input.forms?.some(isMoreThanHost) && hasOurValue(view, 'host', scan.host))
    return 'scan-host'
  if (isTooShort(view, scan)) return 'scan-time'
  const port = scan.port === null ? 22 : portOf(view, scan.port)
  if (port === null) return null
  if (port !== view.input.port) return 'scan-port'
  return scan.types !== null && hasNoneOf(view, scan.types) ? 'scan-types' : null
}

/** Whether ssh would ask a person about a key that it does not know, as far as all of it is known. */
function asks(view: View, ssh: RunnerSshFacts, following: OpensshStep): boolean {
  const { step, openssh } = following
  const { config, version } = ssh
  const hostKeys = hostKeysOf(ssh, step)
  if (version === null || !config || !hostKeys || config.knowsOtherwise || !isDirect(config, view))
    return false
  const checking = optionOf(step, 'stricthostkeychecking') ?? config.strictHostKeyChecking
  return (
    (checking === 'ask' || checking === 'yes') &&
    (openssh.knownHosts === 'as-found' || openssh.knownHosts === 'scanned') &&
    portOfStep(view, following) === view.input.port
  )
}

/** The lines of the files that the command uses; null where they are not known. */
function hostKeysOf(ssh: RunnerSshFacts, { entries }: DeployStep): RunnerSshFacts['hostKeys'] {
  const own = entries.find(({ input }) => input === 'userknownhostsfile')
  if (!own) return ssh.hostKeys
  return ssh.namedHostKeys.find(({ file }) => file === own.text)?.hostKeys ?? null
}

/** As OpenSSH compares, in hostfile.c. unclear: a certificate or a key type that was not seen may decide. */
function compare(
  lines: readonly KnownHostKey[],
  hostkey: HostKeyFacts,
  view: View,
): 'known' | 'other-key' | 'none' | 'unclear' {
  if (lines.some(({ marker }) => marker !== 'none')) return 'unclear'
  const keys = [hostkey.presented, ...hostkey.announced, ...hostkey.pin.compared]
  const isShown = ({ fingerprint }: KnownHostKey) =>
    keys.some((key) => key.fingerprint === fingerprint)
  if (lines.some(isShown)) return 'known'
  const withPort = lines.filter(({ isForPort }) => isForPort)
  if (withPort.length === 0) return lines.length === 0 ? 'none' : 'unclear'
  if (withPort.some(({ type }) => keys.some((key) => key.type === type))) return 'other-key'
  const offered = typesOf(view.kex?.server?.hostKey ?? withPort.map(({ type }) => type))
  return withPort.some(({ type }) => offered.includes(type)) ? 'unclear' : 'none'
}

const isMoreThanHost = ({ input, form }: { readonly input: string; readonly form: string }) =>
  input === 'host' && (form === 'with-user' || form === 'with-port')

/** Whether the banner came later than ssh-keyscan waits: 5 s without `-T`. Source: ssh-keyscan(1), OpenSSH 9.6. */
function isTooShort(view: View, { timeout }: HostKeyScan): boolean {
  const seconds = Number(timeout ?? 5)
  const took = bannerAfterMs(view)
  return took !== null && seconds > 0 && took > seconds * 1000
}

/** Whether the server has no host key of the types of `ssh-keyscan -t`. */
function hasNoneOf(view: View, types: string): boolean {
  const wanted = literalOf(types)?.toLowerCase().split(',')
  const server = view.kex?.server?.hostKey
  if (!wanted || !server) return false
  const has = (name: string) =>
    typesOf(server).some(
      (type) => type === name || type.startsWith(name === 'ecdsa' ? 'ecdsa-sha2' : `ssh-${name}`),
    )
  return wanted.every((name) => /^[a-z]+\d*$/.test(name) && !has(name))
}
