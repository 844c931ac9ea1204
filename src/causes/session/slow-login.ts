import { duration, literal, say } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { asUser } from '../fixes/as-user'
import { onServer, inWorkflow, readLog, sh, yaml } from '../fixes/build'
import { execOf } from '../readings/shell'
import type { ServerView } from '../server-cause'
import type { Fix } from '../finding'

/** Deploy clients stop after 10 to 30 s in total (ssh2's readyTimeout 20 s, appleboy's timeout 30 s). */
const slowMs = 5000

/** The number of round trips of a login or of a command, for a server that is far away. */
const roundTrips = 10

export const slowLogin = defineCause({
  id: 'session/slow-login',
  title: 'The login is slow',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'Everything works, but the server needs many seconds to accept a login or to start a command. Each connection of a deploy costs that time again, and clients with a short timeout stop. Usually the server waits for something that does not answer: reverse DNS of the runner (UseDNS), a directory service (LDAP, SSSD), systemd-logind, or a network drive.',
    detection:
      'Login and command were timed on the same connection, and took more than five seconds plus the round trips. A slow banner is a separate matter, and is not counted here.',
    firstMove: 'Measure `time ssh HOST true`, and raise the timeout of the deploy.',
  },
  lookalikes: {
    'A slow network': 'The round trips of the connection were measured, and count for much less.',
  },
  needs: ['auth'],
  judge(view) {
    const { auth } = view.facts
    if (auth.state !== 'observed' || auth.value.outcome !== 'accepted') return null
    const exec = execOf(view)
    const loginMs = auth.ms
    const commandMs = exec?.outcome === 'ran' && exec.tokenSeen ? exec.ms : 0
    // How long the SYN and its answer took on the connection in use.
    const connected = view.tcp?.attempts.find(({ outcome }) => outcome === 'connected')
    const limit = slowMs + roundTrips * (connected?.ms ?? 0)
    if (Math.max(loginMs, commandMs) < limit) return null
    return {
      certainty: 'proved',
      evidence: { loginMs, commandMs, slower: loginMs > commandMs ? 'login' : 'command' },
    }
  },
  explain({ loginMs, commandMs, slower }, { server }) {
    const slowest = literal(`${(Math.max(loginMs, commandMs) / 1000).toFixed(1)} s`)
    return {
      verdict:
        slower === 'login'
          ? say`The login works, but the server needs ${slowest} to accept it`
          : say`The login works, but the server needs ${slowest} to run a command that does nothing`,
      why: say`it was timed. Only the server knows what it waits for.`,
      observed: [
        say`The login took ${duration(loginMs)}.`,
        commandMs > 0 && say`A command that prints one word took ${duration(commandMs)}.`,
      ],
      fixes: fixesOf(slower, server),
    }
  },
})

function fixesOf(slower: 'login' | 'command', server: ServerView): Draft['fixes'] {
  const { system } = server
  const isSlowCommand = slower === 'command'
  const hasSystemd = !['freebsd', 'windows', 'dropbear'].includes(system)
  const times = say`Compare the times of one login: the longest gap is before the line of what is slow.`
  return [
    !isSlowCommand && system !== 'windows' && system !== 'dropbear' && dns,
    hasSystemd ? onServer(times, systemdLog) : readLog(server, times),
    isSlowCommand && hasSystemd && logind,
    isSlowCommand && hasSystemd && restartLogind,
    isSlowCommand && system !== 'windows' && system !== 'dropbear' && startUp(server),
    inWorkflow(
      say`Until that is fixed, increase the timeout of the deploy step, and let it open as few connections as possible.`,
      yaml('timeout: 60s'),
    ),
  ]
}

const systemdLog = sh(
  'sudo journalctl -u ssh -u sshd -u systemd-logind -n 40 -o short-precise --no-pager',
)

const dns = onServer(
  say`Check whether sshd looks up the name of each client; ${'UseDNS no'} in sshd_config disables that. If it is disabled already, check whether the account comes from a directory service that answers slowly.`,
  sh("sudo sshd -T | grep -i usedns; grep '^passwd' /etc/nsswitch.conf"),
)

const logind = onServer(
  say`A systemd-logind that hangs delays each session by 25 s. Check whether it runs.`,
  sh('systemctl status systemd-logind dbus --no-pager'),
)

const restartLogind = onServer(
  say`If it hangs, restart it. Sessions over SSH continue; a desktop session on that machine may end.`,
  sh('sudo systemctl restart systemd-logind'),
)

/** Timed as the deploy user, as the start-up files of the admin say nothing. */
function startUp(server: ServerView): Fix {
  const run = (shell: string) => `time ${asUser(server, shell)} </dev/null`
  return onServer(
    say`Check what the start-up files of the user's shell do, and how long they take.`,
    sh([run('bash -c true'), run('bash -lc true')].join('\n')),
  )
}
