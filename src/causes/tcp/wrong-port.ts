import { parseIdentification } from '../../knowledge/identification'
import { serverSystems } from '../../knowledge/server-systems'
import { portsFor, providersByPort } from '../../knowledge/providers'
import { list, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { portFix } from '../fixes/ask-provider'
import { onServer, inWorkflow, commands, yaml } from '../fixes/build'
import { pasteLine, portLine } from '../fixes/endpoint-line'
import {
  entryOf,
  isOverriddenByEnv,
  literalOf,
  stepName,
  stepNameFirst,
  stepsToThisHost,
} from '../readings/following-steps'
import { type PortReading, portObserved, readPort } from '../readings/port'
import { candidates } from '../server'
import type { View } from '../view'
import type { Fix } from '../finding'

/** SSH servers inside other programs: Gitea and Forgejo (Go), GitLab, Gerrit (Apache SSHD), honeypots. */
const builtIn =
  /^(Go|Gitea|Forgejo|GitLab-SSHD|APACHE-SSHD|GerritCodeReview|AsyncSSH|ssh2js|paramiko|Twisted|Cowrie)/i

export const wrongPort = defineCause({
  id: 'tcp/wrong-port',
  title: 'SSH is on another port',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'The port that the workflow uses gives no connection, and another port of the same address sent an SSH banner. Hosting providers and careful admins often move SSH away from 22.',
    detection:
      'After a refusal or no answer, a few other ports of the same address are probed, one attempt each. One of them sent an SSH identification line.',
    firstMove: 'Look up the SSH port in the panel of the host: many hosts do not use 22.',
  },
  lookalikes: {
    'A firewall that allows only some addresses':
      'The machine itself refused this port, and speaks SSH on the other.',
  },
  needs: ['tcp'],
  judge(view) {
    const reading = readPort(view)
    const found = reading && bestOf(reading, view.input.host ?? '')
    if (!found || reading.kind === 'local' || reading.kind === 'reset') return null
    const { kind, tcp } = reading
    const { port, identification, address } = found
    const mayBeAnother = isBuiltIn(found)
    return {
      // The right SSH may be behind a port that is filtered.
      certainty: kind === 'refused' && !mayBeAnother ? 'proved' : 'likely',
      evidence: {
        port: tcp.port,
        found: port,
        identification,
        address,
        answered: kind === 'refused' || kind === 'silent' ? kind : 'rejected',
        mayBeAnother,
      },
    }
  },
  explain({ port, found, identification, address, answered, mayBeAnother }, view) {
    const { system } = view.server
    const hosts = providersByPort(found).map(({ name }) => name)
    const change = portLine(view, found)
    const ofSocket = candidates(['server/socket-activated'], view.server).map(
      ({ command }) => command,
    )
    return {
      verdict: say`SSH is on port ${found}, not on port ${port}`,
      why: say`port ${found} of the same address sent the banner ${identification}, while port ${port} ${literal(answers[answered])}.`,
      observed: [
        ...portObserved(view.tcp),
        ...(hosts.length > 0
          ? [literal(`Port ${String(found)} is the one of ${hosts.join(' and ')}.`)]
          : []),
        ...(mayBeAnother
          ? [
              say`This banner is one of programs with their own SSH server, such as a Git forge. It might not be the login server.`,
            ]
          : []),
        ...(answered === 'refused'
          ? []
          : [
              say`A firewall hides port ${port}, so SSH may listen there as well, for other addresses than this runner's.`,
            ]),
      ],
      fixes: [
        inWorkflow(
          say`Use port ${found}, in this step and in the deploy.${portlessSteps(view, port, found)}${portOfProvider(view)}`,
          pasteLine(change),
        ),
        ...laterSteps(view, port, found),
        onServer(
          say`If ${found} should not be the SSH port of ${address}, see which one is configured. On Ubuntu since 22.10 ${'ssh.socket'} decides.`,
          commands(system, [serverSystems[system].showOptions('port '), ...ofSocket].join('\n')),
        ),
      ],
      change,
    }
  },
})

const answers = { refused: 'refused us', rejected: 'rejected us', silent: 'gave no answer' }

/** Where the provider shows its ports. */
function portOfProvider(view: View): Words {
  return list(portFix(view).map(({ what }) => say` ${what}`))
}

/** The later steps that would use this port: they set none, or this one in plain. */
function stepsAtPort(view: View, port: number) {
  if (view.input.portFrom === 'host') return []
  return stepsToThisHost(view).filter(({ step, client }) => {
    const text = entryOf(step, client, 'port')?.text ?? client.defaults.port
    return literalOf(text) === String(port) && !isOverriddenByEnv(step, client, 'port')
  })
}

function portlessSteps(view: View, port: number, found: number): Words {
  return list(
    stepsAtPort(view, port).map(({ step, client }) => {
      const uses = entryOf(step, client, 'port') ? 'uses' : 'sets no port and would use'
      return say` ${stepNameFirst(step.line, client.id)} ${literal(uses)} ${port} too: give it ${found} there as well.`
    }),
    '',
  )
}

/** The same change in each later action, to copy. */
function laterSteps(view: View, port: number, found: number): readonly Fix[] {
  return stepsAtPort(view, port).flatMap(({ step, client }): readonly Fix[] => {
    const input = client.kind === 'action' ? client.inputs.port : undefined
    if (input === undefined) return []
    return [
      {
        ...inWorkflow(
          say`The same in ${stepName(step.line, client.id)}.`,
          yaml(`${input}: ${String(found)}`),
        ),
        change: { step: step.line, input, value: String(found) },
      },
    ]
  })
}

type SshPort = PortReading['sshElsewhere'][number]

const isBuiltIn = ({ identification }: SshPort) =>
  builtIn.test(parseIdentification(identification).software ?? '')

/** The provider's own port first, then a login server before an SSH server inside another program. */
function bestOf({ sshElsewhere }: PortReading, host: string): SshPort | undefined {
  const own = portsFor(host)
  const rank = (probe: SshPort) => (own.includes(probe.port) ? 0 : 2) + (isBuiltIn(probe) ? 1 : 0)
  return sshElsewhere.toSorted((a, b) => rank(a) - rank(b))[0]
}
