import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, lines, sh } from '../fixes/build'
import { searchKeys } from '../fixes/authorized-keys'
import { userOptions } from '../fixes/quoted'
import { protocolErrorWords } from '../readings/broken-protocol'
import { clip } from '../readings/clip'
import { openFailure, unforwarded } from '../readings/forwarding'
import type { ServerView } from '../server-cause'
import type { Fix } from '../finding'

export const forwardingRefused = defineCause({
  id: 'proxy/forwarding-refused',
  title: 'The jump host refuses to forward the connection',
  severity: 'error',
  pointsAt: 'proxy_host',
  page: {
    means:
      'The login to the jump host worked, but the jump host does not allow this account to connect to the target. Perhaps forwarding is disabled there (`AllowTcpForwarding no`, `DisableForwarding yes`). Or the target is not among the allowed ones (`PermitOpen`). Or the key in `authorized_keys` has `restrict`, `no-port-forwarding` or another `permitopen`.',
    detection:
      'The jump host itself answered with reason code 1, administratively prohibited. It did not even try the target. If it had tried and failed, it would have answered with code 2, and the finding would be proxy/target-unreachable.',
    firstMove: 'Allow `AllowTcpForwarding yes` for this user on the jump host.',
  },
  lookalikes: {
    'A target that is down': 'The jump host gave "administratively prohibited" as its reason.',
  },
  // The fact is that of the jump host, and the finding is about the way to the target.
  needs: [],
  judge(view) {
    const found = unforwarded(view)
    if (!found) return null
    const { jump, jumpHost, forwarding } = found
    const { host, port, outcome, refusal, disconnect, error: unread = null } = forwarding
    if (outcome === 'stalled' || refusal?.reason === openFailure.connectFailed) return null
    return {
      certainty: refusal ? 'proved' : unread === null ? 'likely' : 'possible',
      evidence: {
        jumpHost,
        jumpUser: jump.input.user ?? '',
        host,
        port,
        reason: refusal?.reason ?? null,
        text: refusal?.text ?? disconnect?.text ?? '',
        ended: outcome === 'reset' ? 'reset' : 'closed',
        unread,
      },
    }
  },
  explain({ jumpHost, jumpUser, host, port, reason, text, ended, unread }, view) {
    const what = say`a channel to ${host} port ${port}`
    return {
      verdict:
        unread !== null
          ? say`This check could not read what the jump host ${jumpHost} sent`
          : reason === null
            ? say`The jump host ${jumpHost} ended the connection instead of forwarding to ${host}`
            : say`The jump host ${jumpHost} does not forward to ${host} port ${port}`,
      why:
        unread === null
          ? whyOf(reason)
          : say`what it sent breaks the SSH protocol, or is more than any SSH server needs to send.`,
      observed: [
        say`The login of ${jumpUser} on the jump host ${jumpHost} was accepted.`,
        unread !== null
          ? say`Asked for ${what}, it broke the protocol: ${protocolErrorWords[unread]}.`
          : reason !== null
            ? say`Asked for ${what}, it answered with reason code ${reason}: ${clip(text)}.`
            : say`Asked for ${what}, it ${literal(ended)} the connection${text === '' ? [] : say`: ${clip(text)}`}.`,
      ],
      fixes: fixesOf(reason, (view.jump ?? view).server, `${host}:${String(port)}`),
    }
  },
})

function whyOf(reason: number | null): Words {
  switch (reason) {
    case null:
      return say`it came as the answer to our request to forward. A jump host that forbids forwarding usually gives a reason.`
    case openFailure.prohibited:
      return say`the jump host itself answered that forwarding is administratively prohibited, for this account or for this target.`
    case openFailure.unknownType:
      return say`the jump host itself answered that it cannot forward: its SSH server was built without it.`
    case openFailure.shortage:
      return say`the jump host itself answered that it is short of resources.`
    default:
      return say`the jump host itself refused the channel.`
  }
}

function fixesOf(reason: number | null, server: ServerView, target: string): readonly Fix[] {
  const another = inWorkflow(
    say`Check that ${inputName('proxy_username')} is the account for jumps. Another account of the same jump host may be allowed to forward.`,
  )
  if (reason === openFailure.shortage) {
    return [
      onServer(
        say`Check whether the jump host is out of memory, processes or open files.`,
        sh('free -m; ps -e | wc -l; cat /proc/sys/fs/file-nr'),
      ),
      another,
    ]
  }
  return [
    onServer(
      say`Check on the jump host what its SSH server allows this account, and allow ${'local'} forwarding to ${target}. If other users should not have it, do so in a ${'Match User'} block.`,
      commands(
        server.system,
        [
          userOptions(server, '(allowtcpforwarding|disableforwarding|permitopen)'),
          searchKeys(server, 'restrict|no-port-forwarding|permitopen'),
        ].join('\n'),
      ),
    ),
    onServer(
      say`A key with ${'restrict'} in ${'authorized_keys'} can forward again with these options before it.`,
      lines(`restrict,port-forwarding,permitopen="${target}" ssh-ed25519 AAAA…`),
    ),
    another,
  ]
}
