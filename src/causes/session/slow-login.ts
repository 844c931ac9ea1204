import { admin, author, sh, yaml } from '../fixes/build'
import { seen } from '../../facts'
import { duration, literal, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { asUser } from '../fixes/as-user'
import type { ServerView } from '../server-cause'
/** Deploy clients give up after 10 to 30 s in all (ssh2's readyTimeout 20 s, appleboy's timeout 30 s). */
const slowMs = 5000

/** Messages that have to go there and back in a login or for a command, on a far line. */
const roundTrips = 10

export const slowLogin = defineCause({
  id: 'session/slow-login',
  title: 'The login works, but slowly',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'Everything works, and the server takes many seconds to let a user in or to start a command. Each connection of a deploy pays that again, and clients with a short limit give up. Usually the server waits for something that does not answer: the reverse name of the runner (UseDNS), a directory service (LDAP, SSSD), systemd-logind, or a network drive.',
    detection:
      'Login and command were timed on the same connection, and took more than five seconds beyond the way there and back. A slow greeting is another matter and is not counted here.',
    alsoSeenAs: [
      'Timed out while waiting for handshake',
      'pam_systemd(sshd:session): Failed to create session: Connection timed out',
      'Run Command Timeout',
    ],
  },
  needs: [],
  judge(view) {
    const authentication = view.auth
    if (view.facts.auth.state !== 'observed' || authentication?.outcome !== 'accepted') return null
    const session = view.session
    const exec = session && seen(session.exec)
    const loginMs = view.facts.auth.ms
    const commandMs = exec?.outcome === 'ran' && exec.tokenSeen ? exec.ms : 0
    const limit = slowMs + roundTrips * roundTripMs(view.tcp?.attempts ?? [])
    if (Math.max(loginMs, commandMs) < limit) return null
    return {
      certainty: 'proved',
      evidence: { loginMs, commandMs, slower: loginMs > commandMs ? 'login' : 'command' },
    }
  },
  explain({ loginMs, commandMs, slower }, view) {
    const slowest = literal(`${(Math.max(loginMs, commandMs) / 1000).toFixed(1)} s`)
    return {
      verdict:
        slower === 'login'
          ? say`The login works, but the server takes ${slowest} to let the user in`
          : say`The login works, but the server takes ${slowest} to run a command that does nothing`,
      why: say`it was timed; what the server waits for, only the server can tell.`,
      observed: [
        say`The login took ${duration(loginMs)}.`,
        ...(commandMs > 0
          ? [say`A command that prints one word took ${duration(commandMs)}.`]
          : []),
      ],
      fixes: [
        ...(slower === 'login' ? [dns, log] : [log, logind, restartLogind, startUp(view.server)]),
        patience,
      ],
    }
  },
})

/** How long the SYN and its answer took on the connection in use. */
function roundTripMs(
  attempts: readonly { readonly outcome: string; readonly ms: number }[],
): number {
  return attempts.find(({ outcome }) => outcome === 'connected')?.ms ?? 0
}

const log: Fix = admin(
  say`Look at the times of one login: the longest gap stands before the line of what is slow.`,
  sh('sudo journalctl -u ssh -u sshd -u systemd-logind -n 40 -o short-precise --no-pager'),
)

const dns: Fix = admin(
  say`See whether sshd looks up the name of each client; ${'UseDNS no'} in sshd_config ends that. If it says no already, see whether the account comes from a directory that answers slowly.`,
  sh("sudo sshd -T | grep -i usedns; grep '^passwd' /etc/nsswitch.conf"),
)

const logind: Fix = admin(
  say`A hanging systemd-logind delays each session by 25 s: see whether it runs.`,
  sh('systemctl status systemd-logind dbus --no-pager'),
)

const restartLogind: Fix = admin(
  say`If it hangs, restart it. Sessions over SSH go on; a desktop on that machine may end.`,
  sh('sudo systemctl restart systemd-logind'),
)

/** Timed as the deploy user: the admin's own start-up files say nothing. */
function startUp(server: ServerView): Fix {
  const run = (shell: string) => `time ${asUser(server, shell)} </dev/null`
  return admin(
    say`See what the start-up files of the user's shell do, and how long they take.`,
    sh([run('bash -c true'), run('bash -lc true')].join('\n')),
  )
}

const patience: Fix = author(
  say`Until that is mended, give the deploy step more time, and let it open as few connections as it can.`,
  yaml('timeout: 60s'),
)
