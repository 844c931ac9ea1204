/** The walk over the firewall's rules, as a program of its own. The lab compares it with a kernel (`__tests__/lab/server-check/firewall.test.ts`). */
import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../src/server-check/parts/awk')
const files = ['addresses', 'walk-packet', 'walk-rule', 'walk-chains', 'walk-input'].flatMap(
  (name) => ['-f', join(folder, `${name}.awk`)],
)

/** What the rules do with a connection from 203.0.113.7 to port 22: the verdict, how sure it is, and the port after redirects. */
function walk(rules: string): string {
  const given = ['PORT=22', 'FROM=cb007107', 'IFACE=eth0', 'LOCAL=198.51.100.2']
  const options = given.flatMap((each) => ['-v', each])
  const { stdout, stderr } = spawnSync('awk', [...options, ...files], {
    input: rules,
    encoding: 'utf8',
  })
  const [verdict, sure, , , , port] = stdout.trimEnd().split('\t')
  return stderr || [verdict, sure, port].join(' ')
}

const iptables = (...rules: readonly string[]) =>
  ['#source iptables ip', '*filter', ':INPUT ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n')
const nft = (...rules: readonly string[]) =>
  [
    '#source nft',
    'table inet filter {',
    ' chain input {',
    '  type filter hook input priority filter; policy drop;',
    ...rules.map((rule) => `  ${rule}`),
    ' }',
    '}',
    '',
  ].join('\n')

describe('the walk over the rules', () => {
  it.each([
    ['no rules', '', 'accept sure 22'],
    ['a rule for the port', iptables('-A INPUT -p tcp -m tcp --dport 22 -j DROP'), 'drop sure 22'],
    ['a rule for another port', iptables('-A INPUT -p tcp --dport 23 -j DROP'), 'accept sure 22'],
    ['a rule for others', iptables('-A INPUT ! -s 203.0.113.0/24 -j REJECT'), 'accept sure 22'],
    ['the address', iptables('-A INPUT -s 203.0.113.0/24 -j REJECT'), 'reject sure 22'],
    ['an unknown match', iptables('-A INPUT -m bpf --bytecode x -j DROP'), 'accept unsure 22'],
    ['a policy', nft('ct state established accept'), 'drop sure 22'],
    ['a set of ports', nft('tcp dport { 22, 443 } accept'), 'accept sure 22'],
    ['a verdict map', nft('tcp dport vmap { 22 : reject, 80 : accept }'), 'reject sure 22'],
  ])('%s', (_, rules, expected) => {
    expect(walk(rules)).toBe(expected)
  })
})
