import { portRefused } from '../remote-findings'
import { say } from '../../text/words'
import { onServer, sh } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const socketActivated: ServerCause = {
  id: 'server/socket-activated',
  title: 'The socket of systemd decides the port',
  systems: ['ubuntu', 'debian', 'raspbian', 'unknown'],
  page: {
    means:
      'On Ubuntu since 22.10 (and where ssh.socket was enabled by hand) systemd listens on the port and starts sshd when it is needed. Port and ListenAddress of sshd_config then count only after the socket was recreated, and on 22.10 to 23.10 not at all.',
    detection: 'The socket lists the addresses and ports that it listens on.',
    firstMove: 'Run `systemctl status ssh.socket`.',
  },
  dependsOn: ['port'],
  looksLike: [...portRefused, 'tcp/wrong-port'],
  ruledOutBy: { area: 'listeners', mark: 'ok' },
  candidate(server) {
    return {
      command: 'systemctl show ssh.socket --property=ActiveState,Listen',
      prints: say`${'ActiveState=active'}, and a ${'Listen='} line with a port other than ${server.port}`,
      fix: onServer(
        say`Have systemd read the port from ${'sshd_config'} again.`,
        sh(
          'sudo mkdir -p /run/sshd && sudo sshd -t && sudo systemctl daemon-reload && sudo systemctl restart ssh.socket',
        ),
      ),
    }
  },
}
