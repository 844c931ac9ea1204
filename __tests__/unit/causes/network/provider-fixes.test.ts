import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { exact as keyRejected } from '../../../fixtures/facts/auth/key-rejected'
import { exact as proxied } from '../../../fixtures/facts/dns/proxied'
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
    ['a refused port', notListening, 'shop.kinsta.cloud', 'in MyKinsta under Info'],
    [
      'a refused port',
      notListening,
      'eu1.siteground.biz',
      'SiteGround serves SSH and SFTP on port 18765',
    ],
    ['a port that is found', wrongPort, 'shop.kinsta.cloud', 'MyKinsta'],
    ['a silent host', silent, 'ec2-3-1-1-1.compute-1.amazonaws.com', 'security group'],
    ['a silent host', silent, 'x.lightsail.aws.com', 'not allow the port'],
    ['a key', keyRejected, 'shop.ssh.wpengine.net', 'SSH Gateway key'],
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

  it('but not a port that the workflow uses already', () => {
    expect(fixes(at(notListening, 'eu1.siteground.biz', 18_765))).not.toContain('SiteGround serves')
  })
})
