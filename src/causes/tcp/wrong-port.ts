import { parseIdentification } from '../../knowledge/identification'
import { admin, author, sh } from '../fixes/build'
import type { View } from '../view'
import { providerOf, providersByPort } from '../../knowledge/providers'
import { list, literal, say, type Words } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { pasteLine, portLine } from '../fixes/endpoint-line'
import {
  entryOf,
  isOverriddenByEnv,
  literalOf,
  stepName,
  stepNameFirst,
  stepsToThisHost,
} from '../readings/following-steps'
import { portFix } from '../fixes/ask-provider'
import { attemptsObserved, type PortReading, readPort, portProbesObserved } from '../readings/port'
/** SSH servers inside other programs: Gitea and Forgejo (Go), GitLab, Gerrit (Apache SSHD), honeypots. */
const builtIn =
  /^(Go|Gitea|Forgejo|GitLab-SSHD|APACHE-SSHD|GerritCodeReview|AsyncSSH|ssh2js|paramiko|Twisted|Cowrie)/i

export const wrongPort = defineCause({
  id: 'tcp/wrong-port',
  title: 'SSH answers on another port',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'The port that the workflow uses does not answer, and another port of the same address greeted us as SSH. Hosting providers and careful admins often move SSH away from 22.',
    detection:
      'After a refusal or a silence a few other ports of the same address are looked at, one attempt each. One of them sent an SSH identification line.',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: Connection refused',
      'dial tcp 203.0.113.7:22: i/o timeout',
      'ssh: connect to host example.com port 22: Operation timed out',
      'Network error: Connection refused',
      'Network error: Connection timed out',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readPort(view)
    const found = reading && bestOf(reading, view.input.host ?? '')
    if (!found || reading.kind === 'local' || reading.kind === 'reset') return null
    const software = parseIdentification(found.identification).software ?? ''
    const mayBeAnother = builtIn.test(software)
    return {
      // A filtered port may hold the right SSH all the same.
      certainty: reading.kind === 'refused' && !mayBeAnother ? 'proved' : 'likely',
      evidence: {
        port: reading.tcp.port,
        found: found.port,
        identification: found.identification,
        address: found.address,
        answered:
          reading.kind === 'refused'
            ? 'refused'
            : reading.kind === 'silent'
              ? 'silent'
              : 'rejected',
        mayBeAnother,
      },
      explains: ['tcp/not-listening', 'tcp/filtered', 'tcp/rejected', 'tcp/silent'],
    }
  },
  explain({ port, found, identification, address, answered, mayBeAnother }, view) {
    const tcp = readPort(view)?.tcp
    const hosts = providersByPort(found).map(({ name }) => name)
    const did = { refused: 'refused us', rejected: 'rejected us', silent: 'gave no answer' }
    return {
      verdict: say`Nothing answers on port ${port}, but SSH answers on port ${found}`,
      why: say`port ${found} of the same address greeted us as ${identification}, while port ${port} ${literal(did[answered])}.`,
      observed: [
        ...(tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : []),
        ...(hosts.length > 0
          ? [literal(`Port ${String(found)} is the one of ${hosts.join(' and ')}.`)]
          : []),
        ...(mayBeAnother
          ? [
              say`This greeting is one of programs that bring an SSH server of their own, such as a git forge. It may not be the login server.`,
            ]
          : []),
        ...(answered === 'refused'
          ? []
          : [
              say`A firewall hides port ${port}, so that SSH may listen there as well, for other addresses than this runner's.`,
            ]),
      ],
      fixes: [
        author(
          say`Use port ${found}, in this step and in the deploy.${portlessSteps(view, port, found)}${portOfProvider(view)}`,
          pasteLine(portLine(view, found)),
        ),
        ...laterSteps(view, port, found),
        admin(
          say`If ${found} should not be the SSH port of ${address}, see which one is configured. On Ubuntu since 22.10 ${'ssh.socket'} decides.`,
          sh(
            "sudo sshd -T | grep -i '^port '\nsystemctl show ssh.socket --property=ActiveState,Listen",
          ),
        ),
      ],
      change: portLine(view, found),
    }
  },
})

/** Where the provider shows its ports. */
function portOfProvider(view: View): Words {
  return list(portFix(view).map(({ what }) => say` ${what}`))
}

/** The later steps that would use the port that does not answer: they set none, or this one in plain. */
function stepsAtPort(view: View, port: number) {
  if (view.input.portFrom === 'host') return []
  return stepsToThisHost(view).filter(({ step, client }) => {
    const text = entryOf(step, client, 'port')?.text ?? client.defaults.port
    return literalOf(text) === String(port) && !isOverriddenByEnv(step, client, 'port')
  })
}

function portlessSteps(view: View, port: number, found: number): Words {
  return list(
    stepsAtPort(view, port).map(({ step, client }) =>
      entryOf(step, client, 'port') === null
        ? say` ${stepNameFirst(step.line, client.id)} sets no port and would use ${port} too: give it ${found} there as well.`
        : say` ${stepNameFirst(step.line, client.id)} uses ${port} too: give it ${found} there as well.`,
    ),
    '',
  )
}

/** The same change in each later action, to copy. */
function laterSteps(view: View, port: number, found: number): readonly Fix[] {
  return stepsAtPort(view, port).flatMap(({ step, client }): readonly Fix[] => {
    const input = client.kind === 'action' ? client.inputs.port : undefined
    if (input === undefined) return []
    const change = { step: step.line, input, value: String(found) }
    return [
      {
        who: 'workflow author',
        what: say`The same in ${stepName(step.line, client.id)}.`,
        paste: { language: 'yaml', text: `${input}: ${found}` },
        change,
      },
    ]
  })
}

/** The provider's own port first, then a login server before an SSH server inside another program. */
function bestOf(reading: PortReading, host: string) {
  const own = providerOf(host)?.ports ?? []
  const rank = (probe: PortReading['sshElsewhere'][number]) =>
    (own.includes(probe.port) ? 0 : 2) +
    (builtIn.test(parseIdentification(probe.identification).software ?? '') ? 1 : 0)
  return reading.sshElsewhere.toSorted((a, b) => rank(a) - rank(b))[0]
}
