import { constants } from 'node:os'
import type { KexInit } from '../facts'
import { inputNames } from '../facts/input-names'
import { clientLists } from '../knowledge/client-algorithms'
import { makeOffer } from '../ssh/algorithms'

/**
 * Words that say nothing of a password that equals them: what every SSH server, PAM and shell says to everybody, and what causes
 * look for in texts. A password `Debian` must not change what is judged of a Debian server.
 */
const words = `
  access account action actions address aged allow allowed allows apache asyncssh auth authenticated authentication authenticator
  authorities authority authorized autocommand available banned banner before black blocked booting can challenge change check
  clone closed code command commands config configuration connect connected connection connections console corrupted cowrie
  current currently data debian denied description device directory disabled disallowed disk disks does down
  dropbear duo enabled enter environment error exceeded exec execute exit expired factor failed failure failures fatal file
  filezilla firewall for forbidden forgejo format found freebsd from ftp gerrit git gitea github gitlab gitolite gnu going group
  home host hostkey html http identification inappropriate input interactive internal invalid ioctl key keyboard keys kex last
  latest library line linux listeners listening local lock locked login logins logs mac macs mail maintenance many max
  maxauthtries maxsessions maxstartups message method methods mismatch missing mysql name names network new nginx no nologin not
  now only open opening openssh openwrt option options other otp overflow packet pam paramiko parse pass passcode passphrase
  passwd password passwords path permission permissions permit permitted please policy poly port postfix present process program
  prohibited prompt protocol provide proxy public publickey raspbian read reboot received refused remote required reset
  resolution resource restricted retype review revoked root rooted route rsa rssh ruled script secure send sent server servers
  service session sessions settings sftp shell shells shortage shutting signature smtp software ssh sshd started stderr such
  support supported syntax system systemd term terminal test text this time timed timeout tinyssh token too tty ubuntu unable
  unavailable unexpected unix unknown unprivileged unreachable unrecognized unsupported use user username users variable
  verification version versions vsftpd warning welcome windows with word wrappers wrong you your yubikey selinux sudo
  none chroot debug internal-sftp
`

/** RFC 4252, 4256 and 4462. */
const methods = [
  ...['none', 'publickey', 'password', 'keyboard-interactive', 'hostbased'],
  ...['gssapi-with-mic', 'gssapi-keyex', 'gssapi'],
]

/** RFC 8308 section 2.1, and OpenSSH PROTOCOL section 1.10. */
const markers = [
  ...['ext-info-c', 'ext-info-s', 'kex-strict-c-v00@openssh.com', 'kex-strict-s-v00@openssh.com'],
]

const keyTypes = [
  ...['ssh-rsa', 'ssh-dss', 'ssh-ed25519', 'ssh-ed448'],
  ...['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'],
]

/** Of node:dns and getaddrinfo, in addition to those of the operating system. */
const lookupErrors = `
  ENODATA EFORMERR ESERVFAIL ENOTFOUND ENOTIMP EREFUSED EBADQUERY EBADNAME EBADFAMILY EBADRESP ETIMEOUT EOF EDESTRUCTION EBADSTR
  EBADFLAGS ENONAME EBADHINTS ENOTINITIALIZED ELOADIPHLPAPI EADDRGETNETWORKPARAMS ECANCELLED EAI_ADDRFAMILY EAI_AGAIN
  EAI_BADFLAGS EAI_CANCELED EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_OVERFLOW EAI_SERVICE EAI_SOCKTYPE
`

const wordsIn = (text: string) => text.split(/\s+/).filter((word) => word !== '')

const ourOffer: KexInit = makeOffer({ first: [], without: [] }).kexInit

const algorithms = [
  ...Object.values(clientLists).flatMap(({ kex, hostKey, cipher, mac }) => [
    ...[...kex, ...hostKey, ...cipher, ...mac],
  ]),
  ...Object.values<readonly string[]>({ ...ourOffer }).flat(),
]

const publicWords: ReadonlySet<string> = new Set(
  [
    ...wordsIn(words),
    ...wordsIn(lookupErrors),
    ...Object.keys(constants.errno),
    ...[...methods, ...markers, ...keyTypes, ...inputNames],
    ...algorithms,
  ].map((word) => word.toLowerCase()),
)

/** Whether everybody knows a word, so that it is shown even where a password equals it. In lower case. */
export function isPublicWord(word: string): boolean {
  return publicWords.has(word)
}
