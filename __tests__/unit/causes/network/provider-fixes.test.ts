import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { exact as keyRejected } from '../../../fixtures/facts/auth/key-rejected'
import { exact as proxied } from '../../../fixtures/facts/dns/proxied'
import { exact as menu } from '../../../fixtures/facts/session/forced-command'
import { exact as noShell } from '../../../fixtures/facts/session/no-shell'
import { exact as notListening } from '../../../fixtures/facts/tcp/not-listening'
import { exact as silent } from '../../../fixtures/facts/tcp/silent'
import { exact as wrongPort } from '../../../fixtures/facts/tcp/wrong-port'

const at = (facts: Facts, host: string, port = facts.hops.target.input.port): Facts =>
  change(facts, { input: { ...facts.hops.target.input, host, port } })
const fixes = (facts: Facts) =>
  diagnose(facts)
    .findings[0]?.explanation.fixes.map(({ what }) => plain(what))
    .join('\n')

describe('the fix names the place at the hosting provider', () => {
  it.each([
    ['a refused port', notListening, 'shop.kinsta.cloud', 'MyKinsta shows it'],
    ['a refused port', notListening, 'eu1.siteground.biz', 'only on port 18765'],
    ['a port that is found', wrongPort, 'shop.kinsta.cloud', 'MyKinsta'],
    ['a silent host', silent, 'ec2-3-1-1-1.compute-1.amazonaws.com', 'security group'],
    ['a silent host', silent, 'x.lightsail.aws.com', 'may block the port'],
    ['a key', keyRejected, 'shop.ssh.wpengine.net', 'SSH Gateway key'],
    ['a key', keyRejected, '2.0.66.10.bc.googleusercontent.com', 'os-login ssh-keys add'],
    ['a key', keyRejected, 'ec2-3-1-1-1.compute-1.amazonaws.com', 'Instance Connect'],
    ['a key', keyRejected, 'u1.your-storagebox.de', 'ssh-copy-id -s -p 23'],
    ['a key', keyRejected, 'vm.cloudapp.azure.com', 'az vm user update'],
    ['a menu', menu, 'u1.your-storagebox.de', 'Use port 23'],
    ['a menu', menu, 'zh1.rsync.net', 'deploy by rsync'],
    ['no shell', noShell, 'box.dreamhost.com', 'may have to be of the type'],
  ])('%s at %s', (_name, facts, host, text) => {
    expect(fixes(at(facts, host))).toContain(text)
    expect(fixes(facts)).not.toContain(text)
  })

  it('a name that resolves to a proxy, with the port of one provider', () => {
    expect(fixes(at(proxied, 'shop.example.com', 65_002))).toContain(
      'Port 65002 is the one of Hostinger',
    )
    expect(fixes(proxied)).not.toContain('Hostinger')
  })

  it('and not what no customer can do there', () => {
    expect(fixes(at(menu, 'u1.your-storagebox.de'))).not.toMatch(/command=|bashrc|sshd/)
    expect(fixes(at(keyRejected, 'u1.your-storagebox.de'))).not.toContain("user's authorized_keys")
  })

  it('but not a port that the workflow uses already', () => {
    expect(fixes(at(notListening, 'eu1.siteground.biz', 18_765))).not.toContain(
      'only on port 18765',
    )
  })
})
