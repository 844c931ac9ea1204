import { portRefused } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { inWorkflow } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import type { ServerCause } from '../server-cause'

export const portDiffers: ServerCause = {
  id: 'server/port-differs',
  title: 'SSH listens on another port',
  page: {
    means:
      'The server runs SSH, but on another port than the workflow uses. Many hosting providers give each site its own port, and many admins move SSH away from 22.',
    detection:
      'If SSH answers on one of the few other ports that are probed, the finding is tcp/wrong-port. Only the configuration of the server shows any other port.',
    firstMove: 'Run `sudo ss -ltnp` and see on which port sshd listens.',
  },
  dependsOn: ['port'],
  looksLike: [...portRefused, 'tcp/wrong-port', 'banner/tarpit'],
  ruledOutBy: { area: 'listeners', mark: 'ok' },
  fixableElsewhere: true,
  keepsChange: true,
  candidate(server) {
    return {
      command:
        server.system === 'windows'
          ? `Select-String -Path ${serverSystems.windows.configFile} -Pattern '^ *Port'`
          : server.system === 'dropbear'
            ? 'uci show dropbear | grep Port'
            : "sudo sshd -T | grep -i '^port '",
      prints: say`a port other than ${server.port}`,
      fix: inWorkflow(
        say`Write that port into the workflow, for this step and for the deploy. A hosting provider shows it in the control panel, under SSH or SFTP.`,
        withBlock({ port: '2222   # the port that the server shows' }),
      ),
    }
  },
}
