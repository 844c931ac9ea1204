import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { addKey } from '../fixes/add-key'
import { onServer, lines } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { topOfConfig } from '../fixes/sshd-config'
import type { ServerCause } from '../server-cause'

export const certificatesOnly: ServerCause = {
  id: 'server/certificates-only',
  title: 'The server accepts certificates only',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'The server trusts a certificate authority (`TrustedUserCAKeys`) and has no list of plain keys for this user. A client must show a certificate that this authority has signed for the user. A plain key is refused.',
    detection:
      'To the remote check it looks the same as a key that is not listed. The settings of sshd show it.',
    firstMove: 'Look at `TrustedUserCAKeys` in sshd_config.',
  },
  dependsOn: ['user'],
  looksLike: keyFails,
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  fixableElsewhere: true,
  candidate(server) {
    const noFile = server.found?.includes('AuthorizedKeysFile is none') ?? false
    return {
      command: userOptions(server, '(trustedusercakeys|authorizedkeys|authorizedprincipals)'),
      prints: say`${'trustedusercakeys'} with a file (${'none'} is usual)`,
      fix: noFile
        ? onServer(
            say`Have the deploy log in with a certificate of that authority. Or allow plain keys again: put this line ${topOfConfig(server)}, and reload sshd.`,
            lines('AuthorizedKeysFile .ssh/authorized_keys'),
          )
        : onServer(
            say`Have the deploy log in with a certificate of that authority. Or allow this key as well.`,
            addKey(server).paste,
          ),
    }
  },
}
