import { allowPort, keptUntil } from '../../knowledge/firewalls'
import { say, type Words } from '../../text/words'
import type { ServerView } from '../server-cause'
import { onServer, commands } from './build'
import type { Fix } from '../finding'

/** Allows the port in the firewall of the server, above all rules that are there. `what` is one sentence or more. */
export function allowInFirewall({ system, port }: ServerView, what: Words): Fix {
  return onServer(say`${what}${keptUntil(system)}`, commands(system, allowPort(system, port)))
}
