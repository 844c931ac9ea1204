import { describe, expect, it } from '@jest/globals'
import { portsFor, providerOf, providers, providersByPort } from '../../../src/knowledge/providers'

it.each([
  ['eu1.siteground.biz', 'SiteGround'],
  ['EU1.SiteGround.biz.', 'SiteGround'],
  ['server123.web-hosting.com', 'Namecheap'],
  ['mysite.ssh.wpengine.net', 'WP Engine'],
  ['ec2-3-120-1-2.eu-central-1.compute.amazonaws.com', 'AWS EC2'],
  ['static.7.1.2.3.clients.your-server.de', 'Hetzner'],
  ['u123456.your-storagebox.de', 'Hetzner Storage Box'],
  ['github.com', 'GitHub'],
])('%s is of %s', (host, name) => {
  expect(providerOf(host)?.name).toBe(name)
})

it.each(['shop.example.com', 'notgithub.com', 'github.com.example.org', '203.0.113.7', 'x', ''])(
  '%j is of nobody known',
  (host) => {
    expect(providerOf(host)).toBeNull()
    expect(portsFor(host)).toEqual([])
  },
)

it('names a provider by a port that only it uses', () => {
  expect(providersByPort(65_002).map(({ name }) => name)).toEqual(['Hostinger'])
  expect(providersByPort(2222)).toEqual([])
})

describe('every entry', () => {
  it.each(providers)('$name is worded with care', ({ note, confidence, ports, hosts }) => {
    expect(note).toMatch(/^[A-Z].*\.$/)
    expect(confidence !== 'unverified' || /\bmay\b/.test(note)).toBe(true)
    expect(ports.every((port) => port > 0 && port < 65_536)).toBe(true)
    expect(hosts.every((pattern) => /^[\w*.-]+$/.test(pattern))).toBe(true)
  })
})
