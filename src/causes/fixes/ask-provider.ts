import type { View } from '../view'
import { helpAt, helpByPort, type HelpTopic } from '../../knowledge/provider-help'
import { providerOf } from '../../knowledge/providers'
import { literal } from '../../text/words'
import type { Fix, Person } from '../cause'

const who: Readonly<Record<HelpTopic, Person>> = {
  port: 'workflow author',
  name: 'workflow author',
  key: 'workflow author',
  reach: 'network admin',
  shell: 'hosting provider',
}

/** What the hosting provider of this host has its customers do; nothing for hosts of nobody known. */
export function providerFix(view: View, topic: HelpTopic): readonly Fix[] {
  const help = helpAt(view.input.host, topic)
  if (!help) return []
  const { provider, text } = help
  const [firstWord = ''] = provider.name.split(' ')
  const isNamed = text.includes(firstWord)
  return [{ who: who[topic], what: literal(isNamed ? text : `${provider.name}: ${text}`) }]
}

/** Where the provider's SSH listens, unless the workflow uses that port already. */
export function portFix(view: View): readonly Fix[] {
  const provider = view.input.host === null ? null : providerOf(view.input.host)
  return provider?.ports.includes(view.input.port) ? [] : providerFix(view, 'port')
}

/** Which host name to use, where the host or at least its port tells the provider. */
export function nameFix(view: View): readonly Fix[] {
  const known = providerFix(view, 'name')
  if (known.length > 0) return known
  const help = helpByPort(view.input.port, 'name')
  if (!help) return []
  const { port } = view.input
  return [
    {
      who: who.name,
      what: literal(`Port ${String(port)} is the one of ${help.provider.name}. ${help.text}`),
    },
  ]
}
