import { say } from '../../text/words'
import { inWorkflow, yaml } from './build'

/** For an account that runs no commands, where SFTP works. */
export const requireSftp = inWorkflow(
  say`If the deploy copies files by SFTP only, set this, and the warning disappears. Deploys by ssh, rsync or scp need a shell.`,
  yaml('sftp: required'),
)
