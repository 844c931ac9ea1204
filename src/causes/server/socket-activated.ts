import { admin, sh } from '../fixes/build'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const socketActivated: ServerCause = {
  id: 'server/socket-activated',
  title: 'The socket of systemd decides the port',
  systems: ['ubuntu', 'debian', 'raspbian', 'unknown'],
  page: {
    means:
      'On Ubuntu since 22.10 (and where ssh.socket was switched on by hand) systemd holds the port and starts sshd for each need. Port and ListenAddress of sshd_config then count only after the socket was made anew, and on 22.10 to 23.10 not at all.',
    detection: 'The socket lists the addresses and ports that it really holds.',
    alsoSeenAs: [
      'Connection refused',
      'Port in sshd_config is ignored',
      'ssh.socket: Failed to listen on sockets: Address already in use',
    ],
  },
  dependsOn: ['port'],
  looksLike: ['tcp/not-listening', 'banner/not-ssh', 'tcp/wrong-port'],
  ruledOutBy: { area: 'listeners', mark: 'ok' },
  candidate(server) {
    return {
      command: 'systemctl show ssh.socket --property=ActiveState,Listen',
      prints: say`${'ActiveState=active'}, and a ${'Listen='} line that names another port than ${server.port}`,
      fix: admin(
        say`Have systemd read the port from ${'sshd_config'} again.`,
        sh(
          'sudo mkdir -p /run/sshd && sudo sshd -t && sudo systemctl daemon-reload && sudo systemctl restart ssh.socket',
        ),
      ),
    }
  },
}
