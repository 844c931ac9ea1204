import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import type { ServerView } from '../server-cause'
import { onServer, commands } from './build'
import type { Fix } from '../finding'

/** To see on the server which port SSH has, and which program listens on this one. */
export function seePorts({ system }: ServerView, port: number): Fix {
  const { showOptions, listenersOn } = serverSystems[system]
  return onServer(
    say`See which port SSH has, and which program listens on port ${port}.`,
    commands(system, `${showOptions('port ')}\n${listenersOn(port)}`),
  )
}
