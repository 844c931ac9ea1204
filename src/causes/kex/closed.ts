import { admin, author, network } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { exchangeThat, phaseName } from '../readings/kex-endings'
export const kexClosed = defineCause({
  id: 'kex/closed',
  title: 'The server hung up during the key exchange',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server greeted us as SSH and then ended the connection while both sides were agreeing on keys, before any user name was sent. So neither the key nor the user is the reason. Usual reasons: a firewall or intrusion prevention system that looks into SSH, a server under load or out of memory, or an sshd whose child process crashes.',
    detection:
      'The greeting came, the key exchange began, and the connection ended without the lists being unfit for each other (that would be kex/no-common-algorithm). If the server says why in a DISCONNECT message, its words are shown.',
    alsoSeenAs: [
      'kex_exchange_identification: Connection closed by remote host',
      'Connection closed by … port 22',
      'Connection reset by peer',
      'ssh: handshake failed: EOF',
      'ssh: handshake failed: read tcp …: read: connection reset by peer',
      'Remote side unexpectedly closed network connection',
      'Network error: Connection reset by peer',
    ],
  },
  needs: [],
  judge(view) {
    const ended = exchangeThat(view, 'closed', 'reset', 'disconnected')
    if (!ended) return null
    const { exchange, ms, reached } = ended
    const how = exchange.disconnect ? 'disconnected' : exchange.outcome
    return {
      // That it hung up is certain; a moment's overload looks like a firewall that always does it.
      certainty: exchange.disconnect ? 'proved' : 'likely',
      evidence: {
        how: how === 'reset' || how === 'disconnected' ? how : 'closed',
        reached,
        ms,
        reason: exchange.disconnect?.reason ?? null,
        text: exchange.disconnect?.text ?? null,
      },
    }
  },
  explain({ how, reached, ms, reason, text }, view) {
    const system = serverSystems[view.server.system]
    return {
      verdict: say`The server greeted us and then hung up, before any login was tried`,
      why:
        how === 'disconnected'
          ? say`the server ended the connection itself and gave a reason.`
          : say`the connection was ${how === 'reset' ? say`reset` : say`closed`} ${phaseName(reached)}, without a word. What made it do so only the server or something in between knows.`,
      observed: [
        say`The connection ended ${phaseName(reached)}, ${ms} ms into the key exchange.`,
        ...(text !== null && text !== ''
          ? [say`The server said: ${text} (reason ${reason ?? 0}).`]
          : []),
        say`No user name, key or password had been sent.`,
      ],
      fixes: [
        admin(
          say`Read what sshd says of the connection: a crash, a missing host key or a lack of memory stands there.`,
          { language: system.language, text: system.log },
        ),
        network(
          say`Look whether a firewall or an intrusion prevention system between the runner and the server inspects SSH or limits foreign addresses.`,
        ),
        author(
          say`Run the job once more. If it works now and then, the server is overloaded or limits connections.`,
        ),
      ],
    }
  },
})
