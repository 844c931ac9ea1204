import type { KexInit } from '../facts'

/** Deploy clients that have an algorithm which our own library (ssh2 1.17.0) lacks. */
interface SupportedElsewhere {
  readonly names: RegExp
  readonly clients: readonly string[]
}

/**
 * From the clients' sources: OpenSSH myproposal.h (8.5 to 10.5), the defaults of Debian's 10.6, golang.org/x/crypto/ssh common.go (0.38 and later, in
 * appleboy's actions), libssh2 1.11 hostkey.c, phpseclib 3.
 */
const elsewhere: Readonly<Record<'kex' | 'hostKey' | 'mac', readonly SupportedElsewhere[]>> = {
  kex: [
    { names: /^mlkem768x25519-sha256$/, clients: ['OpenSSH 9.9 and later', 'appleboy/ssh-action'] },
    { names: /^sntrup761x25519-sha512(@openssh\.com)?$/, clients: ['OpenSSH 8.5 and later'] },
  ],
  hostKey: [
    { names: /-cert-v01@openssh\.com$/, clients: ['OpenSSH', 'appleboy/ssh-action', 'libssh2'] },
    { names: /^sk-/, clients: ['OpenSSH 8.2 and later'] },
    { names: /^ssh-mldsa44-ed25519$/, clients: ['OpenSSH 10.6 and later'] },
  ],
  mac: [{ names: /^umac-(64|128)(-etm)?@openssh\.com$/, clients: ['OpenSSH', 'phpseclib'] }],
}

/** Deploy clients that share an algorithm of this list with the server, though we don't. */
export function clientsThatCan(list: keyof KexInit, server: readonly string[]): readonly string[] {
  const kind = list.startsWith('mac') ? 'mac' : list
  if (kind !== 'kex' && kind !== 'hostKey' && kind !== 'mac') return []
  const clients = elsewhere[kind]
    .filter(({ names }) => server.some((name) => names.test(name)))
    .flatMap((entry) => entry.clients)
  return [...new Set(clients)]
}
