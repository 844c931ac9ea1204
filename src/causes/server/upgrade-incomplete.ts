import { closedEarly, portRefused } from '../remote-findings'
import { byProgram } from '../../knowledge/first-of'
import { type ServerSystem, serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const upgradeIncomplete: ServerCause = {
  id: 'server/upgrade-incomplete',
  title: 'Programs of sshd are missing or do not start',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'An upgrade ended half way, or sshd was not restarted after it. sshd starts other programs for each connection (itself, and since OpenSSH 9.8 `sshd-session` and `sshd-auth`). When one of them is missing, of another version than the running sshd, or does not find its libraries (libcrypto), each connection is closed.',
    detection:
      'To the remote check it looks like an error in the configuration, but `sshd -t` finds none, or does not start at all.',
    firstMove: 'Run `sudo dpkg --configure -a`, and restart SSH.',
  },
  dependsOn: [],
  looksLike: [...portRefused, ...closedEarly, 'auth/closed'],
  ruledOutBy: { area: 'program', mark: 'ok', text: /the programs that it starts are there$/ },
  candidate(server) {
    const { testConfig, restart } = serverSystems[server.system]
    return {
      command: `${testConfig}; ls -l /usr/lib/openssh /usr/libexec/openssh /usr/libexec/sshd-* /usr/lib/ssh`,
      prints: say`${'error while loading shared libraries'}, ${'version mismatch'}, or (for OpenSSH 9.8 and later) no ${'sshd-session'}; or files that are newer than the running sshd`,
      fix: onServer(
        say`Finish the upgrade and install the SSH server again, then restart it. Keep the session from which you do this open until a new login works.`,
        commands(server.system, `${reinstall(server.system)}\n${restart}`),
      ),
    }
  },
}

/** Ends an upgrade that was interrupted, and unpacks the programs of the SSH server again. Settings and keys stay. */
function reinstall(system: ServerSystem): string {
  const byApt = 'sudo dpkg --configure -a && sudo apt-get install --reinstall openssh-server'
  if (system === 'freebsd') return 'sudo freebsd-update install; sudo pkg upgrade'
  if (system !== 'unknown') return byApt
  return byProgram([
    { program: 'apt-get', command: byApt },
    { program: 'dnf', command: 'sudo dnf reinstall openssh-server' },
    { program: 'zypper', command: 'sudo zypper install --force openssh' },
    { program: 'pacman', command: 'sudo pacman -Syu openssh' },
    { program: 'apk', command: 'sudo apk fix openssh-server' },
  ])
}
