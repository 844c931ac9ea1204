import { describe, expect, it } from '@jest/globals'
import {
  clientLists,
  firstMissing,
  hostKeyFor,
  opensshVersions,
} from '../../../src/knowledge/client-algorithms'
import {
  deployClient,
  deployClients,
  isSecretInput,
  knownInputs,
  runnerLists,
} from '../../../src/knowledge/deploy-clients'
import type { KexInit } from '../../../src/facts'

/** What sshd 9.6 offers when nobody configures it, as far as the lists decide. */
const stock: KexInit = {
  kex: ['sntrup761x25519-sha512@openssh.com', 'curve25519-sha256', 'ecdh-sha2-nistp256'],
  hostKey: ['rsa-sha2-512', 'rsa-sha2-256', 'ecdsa-sha2-nistp256', 'ssh-ed25519'],
  cipherToServer: ['chacha20-poly1305@openssh.com', 'aes128-ctr', 'aes128-gcm@openssh.com'],
  cipherToClient: ['chacha20-poly1305@openssh.com', 'aes128-ctr', 'aes128-gcm@openssh.com'],
  macToServer: ['umac-64-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com'],
  macToClient: ['umac-64-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com'],
  compressionToServer: ['none'],
  compressionToClient: ['none'],
}

describe('the lists of clients', () => {
  it.each(Object.values(clientLists))(
    '$name has names, each once, and can talk to a stock sshd',
    (lists) => {
      for (const list of [lists.kex, lists.hostKey, lists.cipher, lists.mac]) {
        expect(list.length).toBeGreaterThan(2)
        expect(new Set(list).size).toBe(list.length)
        expect(list.every((name) => /^[\w@.-]+$/.test(name))).toBe(true)
      }
      expect(firstMissing(lists, stock)).toBeNull()
    },
  )

  it('are in the order in which each client asks for a host key', () => {
    expect(hostKeyFor(clientLists['go-xcrypto-0.55'], stock)).toBe('ecdsa-sha2-nistp256')
    expect(hostKeyFor(clientLists['openssh-9.6'], stock)).toBe('ssh-ed25519')
    expect(hostKeyFor(clientLists['openssh-8.2'], stock)).toBe('ecdsa-sha2-nistp256')
    expect(hostKeyFor(clientLists['node-ssh2-1.17'], stock)).toBe('ssh-ed25519')
  })
})

describe('the clients of deploys', () => {
  it.each(deployClients)('$id has inputs as the reader of files gives them', (client) => {
    for (const input of knownInputs(client)) expect(input).toBe(input.toLowerCase())
    expect(deployClient(client.id.toUpperCase())).toBe(client)
    const { key, password } = client.inputs
    for (const input of [key, password]) {
      expect(input === undefined || isSecretInput(client, input)).toBe(true)
    }
    for (const refused of [client.refuses, client.jumpHost?.refuses ?? null]) {
      for (const role of Object.keys(refused ?? {}))
        expect([client.id, Object.keys(client.inputs)]).toEqual([
          client.id,
          expect.arrayContaining([role]),
        ])
    }
    for (const role of ['host', 'port', 'user', 'keyPath', 'fingerprint'] as const) {
      expect(isSecretInput(client, client.inputs[role] ?? '')).toBe(false)
    }
  })

  it('have the OpenSSH of the image where GitHub runs it, and any where nobody knows', () => {
    expect(runnerLists('ubuntu-24.04')).toEqual(['openssh-9.6'])
    expect(runnerLists('self-hosted')).toBeNull()
    expect(runnerLists(null)).toBeNull()
    expect(opensshVersions.every((id) => clientLists[id].name.startsWith('OpenSSH '))).toBe(true)
  })
})
