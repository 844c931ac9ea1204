import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, inNetwork } from '../fixes/build'
import { clip } from '../readings/clip'
import { exchangeThat, phaseName } from '../readings/kex-endings'
import { candidates } from '../server'

export const kexClosed = defineCause({
  id: 'kex/closed',
  title: 'The server closed the connection during the key exchange',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server sent its SSH banner and then closed the connection while both sides were agreeing on keys, before any user name was sent. So neither the key nor the user is the reason. Usual reasons: a firewall or intrusion prevention system that inspects SSH, a server under load or out of memory, or an sshd whose child process crashes.',
    detection:
      'The banner came, the key exchange began, and the connection ended. The lists of algorithms fit each other (otherwise it would be kex/no-common-algorithm). If the server says why in a DISCONNECT message, its words are shown.',
    firstMove: 'Look at the log of sshd on the server at this time.',
  },
  lookalikes: {
    'A device on the way that ended the connection':
      'The server gave a reason when it disconnected.',
  },
  needs: ['kex'],
  judge(view) {
    const ended = exchangeThat(view, 'closed', 'reset', 'disconnected')
    if (!ended) return null
    const { exchange, ms, reached } = ended
    const { outcome, disconnect } = exchange
    const how = disconnect ? 'disconnected' : outcome
    return {
      // The end is certain. But a moment of overload looks like a firewall that always does it.
      certainty: disconnect ? 'proved' : 'likely',
      evidence: {
        how: how === 'reset' || how === 'disconnected' ? how : 'closed',
        reached,
        ms,
        reason: disconnect?.reason ?? null,
        text: disconnect?.text ?? null,
        before: clip((view.banner?.textBefore ?? '').trim(), 200),
      },
      candidates: disconnect
        ? []
        : candidates(
            [
              'server/upgrade-incomplete',
              'server/host-keys-missing',
              'server/config-invalid',
              'server/disk-full',
              'server/banned',
            ],
            view.server,
          ),
    }
  },
  explain({ how, reached, ms, reason, text, before }, { server: { system } }) {
    return {
      verdict: say`The server closed the connection after its banner, before any login was tried`,
      why:
        how === 'disconnected'
          ? say`the server ended the connection itself and gave a reason.`
          : say`the connection was ${how === 'reset' ? say`reset` : say`closed`} ${phaseName(reached)}, without a message. Only the server, or a device in between, knows why.`,
      observed: [
        say`The connection ended ${phaseName(reached)}, ${ms} ms into the key exchange.`,
        ...(text !== null && text !== ''
          ? [say`The server said: ${text} (reason ${reason ?? 0}).`]
          : []),
        before !== '' && say`Before its banner, it said: ${before}`,
        say`No user name, key or password had been sent.`,
      ],
      fixes: [
        onServer(
          say`Read what sshd logged about the connection: a crash, a missing host key or a lack of memory is in its log.`,
          commands(system, serverSystems[system].log),
        ),
        inNetwork(
          say`Check whether a firewall or an intrusion prevention system between the runner and the server inspects SSH or limits foreign addresses.`,
        ),
        inWorkflow(
          say`Run the job once more. If it works now and then, the server is overloaded or limits connections.`,
        ),
      ],
    }
  },
})
