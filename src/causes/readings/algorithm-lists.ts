import type { KexInit } from '../../facts'
import { serverSystems } from '../../knowledge/server-systems'
import { list, say, type Words } from '../../text/words'
import { onServer, commands, lines } from '../fixes/build'
import type { ServerView } from '../server-cause'
import type { Fix } from '../finding'

/** What people and sshd_config(5) call the lists of RFC 4253 section 7.1. */
export const algorithmLists: Readonly<
  Record<keyof KexInit, { readonly name: string; readonly option: string }>
> = {
  kex: { name: 'key exchange method', option: 'KexAlgorithms' },
  hostKey: { name: 'host key type', option: 'HostKeyAlgorithms' },
  cipherToServer: { name: 'cipher', option: 'Ciphers' },
  cipherToClient: { name: 'cipher', option: 'Ciphers' },
  macToServer: { name: 'MAC', option: 'MACs' },
  macToClient: { name: 'MAC', option: 'MACs' },
  compressionToServer: { name: 'compression', option: 'Compression' },
  compressionToClient: { name: 'compression', option: 'Compression' },
}

/** An algorithm that every client in use has, for the server to add. */
const usual: Readonly<Record<string, string>> = {
  KexAlgorithms: '+curve25519-sha256',
  HostKeyAlgorithms: '+rsa-sha2-512,rsa-sha2-256',
  Ciphers: '+aes128-gcm@openssh.com,aes256-ctr',
  MACs: '+hmac-sha2-256-etm@openssh.com,hmac-sha2-256',
  Compression: 'no',
}

/** The first dozen names of a list. */
export function namesIn(all: readonly string[]): Words {
  return all.length === 0 ? say`nothing at all` : list(all.slice(0, 12).map((each) => say`${each}`))
}

/** To add a usual algorithm to an option of sshd_config. */
export function offerMore(option: string, { system }: ServerView): Fix {
  const { configFile, testConfig } = serverSystems[system]
  return onServer(
    say`Let the server offer a current one as well: change the ${option} line in ${configFile}, or remove it to get the defaults. Then test the file (${testConfig}), and restart sshd if nothing is printed.`,
    lines(`${option} ${usual[option] ?? ''}`),
  )
}

/** To see the value in effect of an option of sshd_config. */
export function seeConfigured(option: string, { system }: ServerView): Fix {
  return onServer(
    say`See what is configured now. An sshd that does not know the names above must be updated.`,
    commands(system, serverSystems[system].showOptions(`${option.toLowerCase()} `)),
  )
}
