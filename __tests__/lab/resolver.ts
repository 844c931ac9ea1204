import { mkdir, writeFile } from 'node:fs/promises'
import { type Background, startIn } from './background'
import { inCheckout } from './checkout'
import { until } from './command'

/**
 * The resolver that the client asks:
 * zone: dnsmasq with the scenario's records; refuses: dnsmasq that refuses every name (no upstream);
 * servfail: a server that answers SERVFAIL; absent: nobody at the address; silent: an address that never answers.
 */
export type Resolver = 'zone' | 'refuses' | 'servfail' | 'absent' | 'silent'

/**
 * Starts the client's resolver and writes its resolv.conf (`ip netns exec` lays /etc/netns/NAME over /etc). Names of
 * example.net that are not in `records` do not exist (NXDOMAIN).
 *
 * @param own a folder of the scenario, for dnsmasq's records
 */
export async function startResolver(
  netns: string,
  resolver: Resolver,
  records: Readonly<Record<string, readonly string[]>>,
  own: string,
): Promise<Background | null> {
  const folder = `/etc/netns/${netns}`
  const address = resolver === 'silent' ? '45.140.20.53' : '127.0.0.1'
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}/resolv.conf`, `nameserver ${address}\n`)
  await writeFile(`${folder}/hosts`, '127.0.0.1 localhost\n::1 localhost\n')
  await writeFile(`${folder}/nsswitch.conf`, 'hosts: files dns\n')
  if (resolver === 'absent' || resolver === 'silent') return null
  if (resolver === 'servfail') {
    const server = startIn(netns, process.execPath, [fakeServer, 'dns-servfail', '53'])
    await server.says('listening')
    return server
  }
  const lines = Object.entries(records).flatMap(([name, addresses]) =>
    addresses.map((address) => `${address} ${name}\n`),
  )
  const hosts = `${own}/records`
  await writeFile(hosts, lines.join(''))
  const server = startIn(netns, 'dnsmasq', [
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--user=root',
    '--pid-file',
    '--log-facility=-',
    '--log-queries',
    '--no-resolv',
    '--no-hosts',
    '--listen-address=127.0.0.1',
    '--bind-interfaces',
    `--addn-hosts=${hosts}`,
    ...(resolver === 'zone' ? ['--local=/example.net/'] : []),
  ])
  await until('dnsmasq reads its records', () =>
    /read .* addresses|read .* names/.test(server.output()),
  )
  return server
}

const fakeServer = inCheckout('__tests__/lab/fake-server.mjs')
