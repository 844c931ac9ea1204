import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, yaml } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { quoted } from '../fixes/quoted'
import { entryOf, sameIn, stepName, stepNameFirst } from '../readings/following-steps'
import { type OpensshStep, opensshSteps } from '../readings/openssh-steps'
import type { View } from '../view'

type Part = 'jump host' | 'host' | 'port'

export const sshConfig = defineCause({
  id: 'deploy/ssh-config',
  title: 'The runner’s ssh configuration changes the connection',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The ssh of the runner has a configuration for this host, in `~/.ssh/config` or `/etc/ssh/ssh_config`. It gives another port, host name or jump host than this check used. A later command follows it, so the result of this check might not apply to the deploy.',
    detection:
      'The ssh of the runner was asked what its configuration says for this host (`ssh -G`).',
    firstMove: 'Print `ssh -G HOST` in the step, and see which values come from the configuration.',
  },
  lookalikes: {
    'Options of the command': 'The command does not set that option itself.',
  },
  needs: [],
  judge(view) {
    const found = opensshSteps(view).flatMap((following) => {
      const difference = differenceOf(view, following)
      return difference ? [{ following, ...difference }] : []
    })
    const [first] = found
    if (!first) return null
    return {
      certainty: 'proved',
      evidence: {
        part: first.part,
        theirs: first.theirs,
        line: first.following.step.line,
        client: first.following.step.client,
        alsoLines: found.slice(1).map(({ following }) => following.step.line),
      },
    }
  },
  explain({ part, theirs, line, client, alsoLines }, view) {
    const { host, port } = view.input
    const verdicts: Readonly<Record<Part, Words>> = {
      port: say`${stepNameFirst(line, client)} will use port ${theirs}, but this check used port ${port}`,
      host: say`${stepNameFirst(line, client)} will connect to ${theirs}, and not to the host of this check`,
      'jump host': say`${stepNameFirst(line, client)} goes through the jump host ${theirs}, but this check connects directly`,
    }
    return {
      verdict: verdicts[part],
      why: literal('ssh itself says so for this host, and the command does not set it.'),
      observed: [
        say`The configuration of the runner’s ssh gives the ${literal(part)} ${theirs}.`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        part === 'port'
          ? inWorkflow(
              say`Name the port in ${stepName(line, client)}.`,
              sh(`ssh -p ${String(port)}`),
            )
          : part === 'jump host'
            ? inWorkflow(
                say`Let this check go the same way: name the jump host, with its user and key.`,
                withBlock({ proxy_host: quoted(theirs.replace(/^.*@|:\d+$/g, '')) }),
              )
            : inWorkflow(
                say`Check the host that the deploy uses.`,
                yaml(`host: ${quoted(theirs)}`),
              ),
        inWorkflow(
          say`See what ssh reads, in a step before it.`,
          yaml(`- run: ssh -G ${quoted(host ?? 'HOST')}`),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

function differenceOf(
  view: View,
  { step, client }: OpensshStep,
): { readonly part: Part; readonly theirs: string } | null {
  const config = view.runnerSsh?.config
  const { host, port } = view.input
  if (!config || host === null) return null
  if (config.proxyJump !== null && !view.input.given.includes('proxy_host'))
    return { part: 'jump host', theirs: config.proxyJump }
  if (config.hostName.toLowerCase() !== host.toLowerCase())
    return { part: 'host', theirs: config.hostName }
  const isSet = entryOf(step, client, 'port') !== null
  // 22 is what ssh uses without a configuration.
  return isSet || config.port === port || config.port === 22
    ? null
    : { part: 'port', theirs: String(config.port) }
}
