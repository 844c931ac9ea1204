import { helpAt, helpByPort, type HelpTopic } from '../../knowledge/provider-help'
import { portsFor } from '../../knowledge/providers'
import { literal, say } from '../../text/words'
import type { View } from '../view'
import { inWorkflow } from './build'
import { pasteLine, portLine } from './endpoint-line'
import type { Fix, Place } from '../finding'

const places: Readonly<Record<HelpTopic, Place>> = {
  port: 'workflow',
  name: 'workflow',
  key: 'panel',
  reach: 'panel',
  shell: 'panel',
}

/** What the hosting provider of this host asks of its customers; nothing where the provider is unknown. */
export function providerFix(view: View, topic: HelpTopic): readonly Fix[] {
  const help = helpAt(view.input.host, topic)
  if (!help) return []
  const { provider, text } = help
  const [firstWord = ''] = provider.name.split(' ')
  const isNamed = text.includes(firstWord)
  return [{ place: places[topic], what: literal(isNamed ? text : `${provider.name}: ${text}`) }]
}

/** The port that the provider uses for SSH; null where it is unknown, or in the workflow already. */
export function providerPort({ input }: View): number | null {
  const ports = portsFor(input.host ?? '')
  return ports.includes(input.port) ? null : (ports[0] ?? null)
}

/** Which port the provider uses for SSH, unless the workflow uses it already. */
export function portFix(view: View): readonly Fix[] {
  return portsFor(view.input.host ?? '').includes(view.input.port) ? [] : providerFix(view, 'port')
}

/** The same with the line to write, where one port is known. */
export function portLineFix(view: View): readonly Fix[] {
  const known = portFix(view)
  const port = providerPort(view)
  if (port === null) return known
  return [
    inWorkflow(
      known[0]?.what ?? say`Use the port of your provider.`,
      pasteLine(portLine(view, port)),
    ),
  ]
}

/** Which host name to use, where the host or at least its port identifies the provider. */
export function nameFix(view: View): readonly Fix[] {
  const { port } = view.input
  const known = providerFix(view, 'name')
  const help = helpByPort(port, 'name')
  if (known.length > 0 || !help) return known
  const what = `Port ${String(port)} is the one of ${help.provider.name}. ${help.text}`
  return [{ place: places.name, what: literal(what) }]
}
