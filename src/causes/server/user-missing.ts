import { keyFails } from '../remote-findings'
import { inputName, say } from '../../text/words'
import { inWorkflow } from '../fixes/build'
import { userWord } from '../fixes/quoted'
import { withBlock } from '../fixes/with-block'
import type { ServerCause } from '../server-cause'

export const userMissing: ServerCause = {
  id: 'server/user-missing',
  title: 'The user does not exist there',
  page: {
    means:
      'The account that the workflow logs in with does not exist on this server. The name has a typing error, it is the wrong server, or the first user of the image has another name (ubuntu, ec2-user, admin, root …).',
    detection:
      'sshd answers an unknown user exactly as it answers a wrong key, so that attackers cannot list its users.',
    firstMove: 'Run `id USER` on the server.',
  },
  dependsOn: ['user'],
  looksLike: [...keyFails, 'auth/password-rejected'],
  ruledOutBy: { area: 'account', mark: 'ok' },
  fixableElsewhere: true,
  candidate(server) {
    const user = userWord(server)
    return {
      command: server.system === 'windows' ? `Get-LocalUser ${user}` : `id -- ${user}`,
      prints: server.system === 'windows' ? say`${'User … was not found'}` : say`${'no such user'}`,
      fix: inWorkflow(
        say`Write the name of an account that exists there into ${inputName('username')}. A hosting provider shows it in the control panel, next to the SSH or SFTP access.`,
        withBlock({ username: 'deploy   # an account of the server' }),
      ),
    }
  },
}
