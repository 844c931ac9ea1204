import type { View } from '../view'
import { withBlock } from './with-block'
import type { Paste, WorkflowChange } from '../finding'

/** Sets this port. */
export function portLine({ input }: View, port: number): WorkflowChange {
  const { host, user, userFrom, portFrom } = input
  if (portFrom !== 'host' || host === null) return { input: 'port', value: String(port) }
  return hostLine(userFrom === 'host' ? user : null, host, port)
}

/** An example of a line that sets another port, for a reader who must look up the port. */
export function otherPortLine(view: View): Paste {
  return pasteLine(portLine(view, 2222), 'the port that the control panel shows')
}

/** Sets this user. */
export function userLine({ input }: View, user: string): WorkflowChange {
  const { host, userFrom, port, portFrom } = input
  if (userFrom !== 'host' || host === null) return { input: 'username', value: user }
  return hostLine(user, host, portFrom === 'host' ? port : null)
}

function hostLine(user: string | null, host: string, port: number | null): WorkflowChange {
  const name = host.includes(':') ? `[${host}]` : host
  const value = `${user === null ? '' : `${user}@`}${name}${port === null ? '' : `:${port}`}`
  // A bracket begins a list in YAML.
  return { input: 'host', value: value.startsWith('[') ? `'${value}'` : value }
}

/** The line as something to copy, with a comment after it. */
export function pasteLine({ input, value }: WorkflowChange, comment = ''): Paste {
  return withBlock({ [input]: `${value}${comment === '' ? '' : `   # ${comment}`}` })
}
