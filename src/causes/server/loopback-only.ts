import { admin } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const loopbackOnly: ServerCause = {
  id: 'server/loopback-only',
  title: 'SSH listens on the machine itself alone',
  page: {
    means:
      'sshd runs, but ListenAddress (or the socket) binds it to 127.0.0.1, ::1 or a private address, so that nobody from outside reaches it.',
    detection: 'The list of listeners shows the address in front of the port.',
    alsoSeenAs: ['Connection refused'],
  },
  dependsOn: ['port'],
  looksLike: ['tcp/not-listening', 'banner/not-ssh', 'tcp/partial'],
  ruledOutBy: { area: 'listeners', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.listenersOn(server.port),
      prints: say`only ${'127.0.0.1'}, ${'[::1]'} or a private address in front of the port; ${'0.0.0.0'}, ${'*'} or ${'[::]'} would be right`,
      fix: admin(
        say`Remove ${'ListenAddress'} from ${system.configFile}, or name a public address there. Then restart the SSH service.`,
        {
          language: system.language,
          text:
            system.language === 'sh'
              ? `sudo grep -rniE '^ *ListenAddress' ${system.configFile}*`
              : `Select-String -Path ${system.configFile} -Pattern '^ *ListenAddress'`,
        },
      ),
    }
  },
}
