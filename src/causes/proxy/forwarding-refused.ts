import { admin, author, lines, sh } from '../fixes/build'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { protocolErrorWords } from '../readings/broken-protocol'
import { clip } from '../readings/clip'
import type { ServerView } from '../server-cause'
import { effectiveConfig, inHome } from '../fixes/quoted'
import { openFailure, unforwarded } from '../readings/forwarding'
export const forwardingRefused = defineCause({
  id: 'proxy/forwarding-refused',
  title: 'The jump host refuses to forward',
  severity: 'error',
  pointsAt: 'proxy_host',
  page: {
    means:
      'The login to the jump host worked, and it does not let this account go on to the target. Forwarding is switched off there (`AllowTcpForwarding no`, `DisableForwarding yes`), or the target is not among the places that the account may go to (`PermitOpen`), or the key in `authorized_keys` carries `restrict`, `no-port-forwarding` or a `permitopen` of its own.',
    detection:
      'The jump host itself answered so: reason code 1, administratively prohibited. It did not even try the target. Had it tried and failed, it would have answered with code 2, and the finding would be proxy/target-unreachable.',
    alsoSeenAs: [
      'channel 0: open failed: administratively prohibited: open failed',
      'stdio forwarding failed',
      'ssh: rejected: administratively prohibited (open failed)',
      '(SSH) Channel open failure: open failed',
      'Connection closed by UNKNOWN port 65535',
      'kex_exchange_identification: Connection closed by remote host',
    ],
  },
  needs: [],
  judge(view) {
    const found = unforwarded(view)
    if (!found) return null
    const { jump, jumpHost, forwarding } = found
    const { host, port, outcome, refusal, disconnect } = forwarding
    if (outcome === 'stalled' || refusal?.reason === openFailure.connectFailed) return null
    const unread = forwarding.error ?? null
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
    return {
      verdict:
        unread !== null
          ? say`This check could not read what the jump host ${jumpHost} sent`
          : reason === null
            ? say`The jump host ${jumpHost} ended the connection instead of forwarding to ${host}`
            : say`The jump host ${jumpHost} lets us in, but does not forward to ${host} port ${port}`,
      why: unread === null ? whyOf(reason) : broken,
      observed: [
        say`The login of ${jumpUser} on the jump host ${jumpHost} was accepted.`,
        unread !== null
          ? say`Asked for a channel to ${host} port ${port}, it broke the protocol: ${protocolErrorWords[unread]}.`
          : reason === null
            ? say`Asked for a channel to ${host} port ${port}, it ${literal(ended)} the connection${text === '' ? literal('') : say`: ${clip(text)}`}.`
            : say`Asked for a channel to ${host} port ${port}, it answered with reason code ${reason}: ${clip(text)}.`,
      ],
      fixes: fixesOf(reason, (view.jump ?? view).server, `${host}:${String(port)}`),
    }
  },
})

const broken = say`what came there breaks the SSH protocol, or is more than any SSH server needs to send.`

function whyOf(reason: number | null): Words {
  switch (reason) {
    case null:
      return say`it came as the answer to our request to forward. A jump host that forbids forwarding most often says so in words.`
    case openFailure.prohibited:
      return say`the jump host itself answered that forwarding is administratively prohibited, for this account or for this target.`
    case openFailure.unknownType:
      return say`the jump host itself answered that it does not know how to forward: its SSH server was made without it.`
    case openFailure.shortage:
      return say`the jump host itself answered that it is short of resources.`
    default:
      return say`the jump host itself refused the channel.`
  }
}

function fixesOf(reason: number | null, server: ServerView, target: string): Fix[] {
  const another: Fix = author(
    say`Check that ${inputName('proxy_username')} is the account that is meant for jumps: another account of the same jump host may be allowed to forward.`,
  )
  if (reason === openFailure.shortage) {
    return [
      admin(
        say`See on the jump host whether it is out of memory, of processes or of open files.`,
        sh('free -m; ps -e | wc -l; cat /proc/sys/fs/file-nr'),
      ),
      another,
    ]
  }
  return [
    admin(
      say`See on the jump host what its SSH server allows this account, and allow ${'local'} forwarding to ${target} (in a ${'Match User'} block, if others shall not have it).`,
      sh(
        [
          `${effectiveConfig(server)} | grep -iE 'allowtcpforwarding|disableforwarding|permitopen'`,
          `sudo grep -nE 'restrict|no-port-forwarding|permitopen' ${inHome(server, '/.ssh/authorized_keys')}`,
        ].join('\n'),
      ),
    ),
    admin(
      say`A key with ${'restrict'} in ${'authorized_keys'} may forward again with these options in front of it.`,
      lines(`restrict,port-forwarding,permitopen="${target}" ssh-ed25519 AAAA…`),
    ),
    another,
  ]
}
