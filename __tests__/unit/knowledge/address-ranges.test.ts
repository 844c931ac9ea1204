import { describe, expect, it } from '@jest/globals'
import { inSameNetwork, rangeOf } from '../../../src/knowledge/address-ranges'

it.each([
  ['8.8.8.8', 'public'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.10', 'private'],
  ['100.64.0.1', 'carrier-grade-nat'],
  ['100.128.0.1', 'public'],
  ['127.0.0.53', 'loopback'],
  ['169.254.1.1', 'link-local'],
  ['0.0.0.0', 'unspecified'],
  ['192.0.2.1', 'documentation'],
  ['198.51.100.7', 'documentation'],
  ['203.0.113.7', 'documentation'],
  ['198.18.0.1', 'reserved'],
  ['224.0.0.1', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['104.15.255.255', 'public'],
  ['104.16.0.0', 'cloudflare'],
  ['104.27.255.255', 'cloudflare'],
  ['104.28.0.0', 'public'],
  ['172.64.0.1', 'cloudflare'],
  ['151.101.1.195', 'fastly'],
  ['185.199.108.153', 'github-pages'],
  ['2606:4700::6810:1', 'cloudflare'],
  ['2606:50c0:8003::153', 'github-pages'],
  ['2606:50c0:8004::153', 'public'],
  ['::1', 'loopback'],
  ['::', 'unspecified'],
  ['fe80::1%eth0', 'link-local'],
  ['fd00::1', 'unique-local'],
  ['2001:db8::1', 'documentation'],
  ['64:ff9b::808:808', 'public'],
  ['::ffff:192.168.1.1', 'private'],
  ['2a01:4f8::1', 'public'],
])('%s is %s', (address, range) => {
  expect(rangeOf(address)).toBe(range)
})

describe('the networks of this machine', () => {
  const interfaces = ['127.0.0.1/8', '10.8.0.2/24', 'fd91::1/64', '100.101.1.2/32', '::1/128']

  it.each([
    ['10.8.0.77', true],
    ['10.8.1.77', false],
    ['fd91::77', true],
    ['fd92::77', false],
    ['100.64.3.4', true],
    ['127.0.0.9', false],
    ['192.168.1.1', false],
  ])('hold %s: %s', (address, expected) => {
    expect(inSameNetwork(address, interfaces)).toBe(expected)
  })

  it('hold no shared address where no VPN is up', () => {
    expect(inSameNetwork('100.64.3.4', ['10.8.0.2/24'])).toBe(false)
  })
})
