import { type KexInit, seen } from '../../facts'
import { clientsThatCan } from '../../knowledge/algorithm-support'
import { serverSystems, type SystemCommands } from '../../knowledge/server-systems'
import { list, own, say, type Words } from '../../words'
import { defineCause, type Evidence, type Fix } from '../cause'
import type { ServerView } from '../server/candidate'
import { effectiveConfig } from '../server/shell-words'
import { serverView } from '../server-view'

interface NoCommonAlgorithm extends Evidence {
  readonly list: keyof KexInit
  readonly server: readonly string[]
  readonly client: readonly string[]
  /** Deploy clients that can talk to this server, though this program can't. */
  readonly clientsThatCan: readonly string[]
}

/** What people and sshd_config(5) call the lists of RFC 4253 section 7.1. */
const lists: Readonly<Record<keyof KexInit, { readonly name: string; readonly option: string }>> = {
  kex: { name: 'key exchange method', option: 'KexAlgorithms' },
  hostKey: { name: 'host key type', option: 'HostKeyAlgorithms' },
  cipherToServer: { name: 'cipher', option: 'Ciphers' },
  cipherToClient: { name: 'cipher', option: 'Ciphers' },
  macToServer: { name: 'MAC', option: 'MACs' },
  macToClient: { name: 'MAC', option: 'MACs' },
  compressionToServer: { name: 'compression', option: 'Compression' },
  compressionToClient: { name: 'compression', option: 'Compression' },
}

/** One that every client in use has, for the server to add. */
const usual: Readonly<Record<string, string>> = {
  KexAlgorithms: '+curve25519-sha256',
  HostKeyAlgorithms: '+rsa-sha2-512,rsa-sha2-256',
  Ciphers: '+aes128-gcm@openssh.com,aes256-ctr',
  MACs: '+hmac-sha2-256-etm@openssh.com,hmac-sha2-256',
  Compression: 'no',
}

export const noCommonAlgorithm = defineCause<NoCommonAlgorithm>({
  id: 'kex/no-common-algorithm',
  title: 'Client and server share no algorithm',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'Before anything else, SSH client and server agree on a key exchange method, a host key type, a cipher and a MAC. For one of these the two lists have no name in common, so they cannot talk. Either side can be the old one: a server that was never updated, or one that was hardened until only few clients are left.',
    told: 'Both lists are sent in clear, so they are compared name by name. This program offers nearly everything that a deploy client may have, old algorithms too. Where the server has one that some deploy clients know and this program does not (post-quantum key exchange alone, UMAC alone, certificates alone), it says so and only warns.',
    alsoSeenAs: [
      'Unable to negotiate with … port 22: no matching key exchange method found.',
      'no matching host key type found. Their offer: ssh-rsa,ssh-dss',
      'no matching cipher found. Their offer:',
      'ssh: handshake failed: ssh: no common algorithm for key exchange',
      'Handshake failed: no matching key exchange algorithm',
      'kex error : no match for method',
    ],
  },
  judge(facts) {
    const exchange = seen(facts.keyExchange)
    if (exchange?.outcome !== 'no-common-algorithm' || !exchange.missing || !exchange.server)
      return null
    const server = exchange.server[exchange.missing]
    const able = clientsThatCan(exchange.missing, server)
    return {
      certainty: able.length > 0 ? 'possible' : 'proved',
      ...(able.length > 0 ? { severity: 'warning' as const } : {}),
      evidence: {
        list: exchange.missing,
        server: server.slice(0, 40),
        client: exchange.client[exchange.missing],
        clientsThatCan: able,
      },
    }
  },
  explain(evidence, facts) {
    const { name, option } = lists[evidence.list]
    const { server, client, clientsThatCan: able } = evidence
    const names = (all: readonly string[]): Words =>
      all.length === 0 ? say`nothing at all` : list(all.slice(0, 12).map((each) => say`${each}`))
    return {
      verdict:
        able.length > 0
          ? say`The server only has a ${own(name)} that this check does not know; some deploy clients do`
          : say`Client and server have no ${own(name)} in common`,
      why:
        able.length > 0
          ? say`this program could not go on, but ${own(able.join(', '))} can, so the deploy may still work. Nothing after this point was checked.`
          : say`both lists were read in full and share no name.`,
      observed: [
        say`The server offers: ${names(server)}.`,
        say`This client offers: ${names(client)}.`,
      ],
      fixes: fixes(option, able, evidence.list === 'hostKey', serverView(facts)),
    }
  },
})

function fixes(
  option: string,
  able: readonly string[],
  hostKeys: boolean,
  view: ServerView,
): readonly Fix[] {
  const system: SystemCommands = serverSystems[view.system]
  const value = usual[option] ?? ''
  const server: Fix = {
    who: 'server admin',
    what: say`Let the server offer a current one as well: in ${system.configFile} change the ${option} line, or take it out to get the defaults. Restart sshd afterwards.`,
    paste: { language: 'text', text: `${option} ${value}` },
  }
  const look: Fix = {
    who: 'server admin',
    what: say`See what is configured now. An sshd that has never heard of the names above must be updated.`,
    paste: { language: 'sh', text: `${effectiveConfig(view)} | grep -i '^${option}'` },
  }
  const newKeys: Fix = {
    who: 'server admin',
    what: say`Make the host keys that are missing.`,
    paste: { language: system.language, text: system.makeHostKeys },
  }
  const author: Fix = {
    who: 'workflow author',
    what:
      able.length > 0
        ? say`If the deploy uses one of the clients named above, it may work as it is: ${'fail_on: never'} keeps this check from stopping the job. Else deploy with one of them.`
        : say`If the server cannot be changed, deploy with a client that has one of its algorithms.`,
  }
  return able.length > 0
    ? [author, server, look]
    : [...(hostKeys ? [newKeys] : []), server, look, author]
}
