import type { InputName } from '../facts'
import { inputNames } from '../facts/input-names'

/**
 * What other deploy actions call our inputs (those of deploy-clients.ts), and names that people are likely to guess, which no source
 * lists: letters and digits only.
 */
const names: Readonly<Partial<Record<InputName, string>>> = {
  host: 'hosts hostname hostip remotehost remotehostname sshhost sshhostname server serverhost serverhostname servername serverip serveraddress remoteserver remoteaddress remoteip sshserver sship deployhost deployserver targethost ip ipaddress address',
  port: 'remoteport sshport serverport hostport deployport',
  username:
    'user userid remoteuser remoteusername sshuser sshusername serveruser serverusername deployuser deployusername login loginuser sshlogin',
  password:
    'pass passwd userpassword remotepassword remotepass sshpassword sshpass serverpassword deploypassword',
  key: 'privatekey sshkey sshprivatekey privatesshkey remotekey remoteprivatekey remotesshkey serverkey serversshkey deploykey deploysshkey sshdeploykey identity keycontent',
  key_path:
    'keyfile privatekeypath privatekeyfile sshkeypath sshkeyfile sshprivatekeypath sshprivatekeyfile identityfile',
  passphrase:
    'keypassphrase sshpassphrase sshkeypassphrase privatekeypassphrase remotekeypass remotekeypassphrase keypassword keypass',
  fingerprint: 'hostfingerprint hostkeyfingerprint sshfingerprint serverfingerprint',
  known_hosts: 'knownhost sshknownhosts sshknownhost',
  proxy_host: 'jumphost jumpserver bastion bastionhost proxy proxyserver proxysshhost',
  proxy_port: 'jumpport bastionport proxysshport',
  proxy_username: 'proxyuser jumpuser jumpusername bastionuser bastionusername proxysshuser',
  proxy_key: 'proxyprivatekey proxysshkey proxysshprivatekey jumpkey bastionkey',
}

const lettersOf = (name: string) => name.toLowerCase().replace(/[^a-z\d]/g, '')

const byName: ReadonlyMap<string, InputName> = new Map([
  ...inputNames.flatMap((input) =>
    (names[input] ?? '').split(' ').map((name) => [name, input] as const),
  ),
  ...inputNames.map((input) => [lettersOf(input), input] as const),
])

/** The input that this name means, in any case and with any `-` or `_`; null for a name that means none, and for our own names. */
export function meantInput(name: string): InputName | null {
  const input = byName.get(lettersOf(name)) ?? null
  return input === name.toLowerCase() ? null : input
}
