import { serverSystems } from '../../knowledge/server-systems'
import { say, type Words } from '../../text/words'
import type { ServerView } from '../server-cause'
import { onServer, commands } from './build'
import type { Fix } from '../finding'

/**
 * Where a line of `sshd_config` must be so that it counts: sshd uses the first value of a keyword (sshd_config(5)), and a file
 * of `sshd_config.d` that is included further up would come first. It follows "put this line …".
 */
export function topOfConfig({ system }: ServerView): Words {
  return say`at the very top of ${serverSystems[system].configFile}, above any ${'Include'}, because the first value counts`
}

/** The step after a change of `sshd_config`, for the system that was seen: it tests the file before sshd reads it. */
export function readAgain({ system }: ServerView): Fix {
  return onServer(
    say`Test the configuration, then reload sshd. Nothing is reloaded while the test finds an error.`,
    commands(system, serverSystems[system].reload),
  )
}
