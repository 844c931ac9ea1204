import { algorithmsOfType } from '../../knowledge/host-keys'
import { opensshVersion, sigAlgsAreConfigured } from '../../knowledge/ssh-servers'
import { list, say } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { onServer, inWorkflow, lines, sh } from '../fixes/build'
import { newKey } from '../fixes/replace-key'
import { readAgain, topOfConfig } from '../fixes/sshd-config'
import { clip } from '../readings/clip'
import { stepsToThisHost } from '../readings/following-steps'
import { loginOf } from '../readings/login'
import type { View } from '../view'
import type { Fix } from '../finding'

export const keyTypeRefused = defineCause({
  id: 'auth/key-type-refused',
  title: 'The server does not accept this type of key',
  severity: 'error',
  page: {
    means:
      'The server accepts no signature that a key of this type can make. The type is disabled (DSA, or RSA with SHA-1), or the server accepts only a few types. The key may be in `authorized_keys`, but the server never checks it. As a warning, it means that the server accepts the RSA key only with SHA-1 signatures: this check and clients written in Go still make them, and OpenSSH since 8.8 does not.',
    detection:
      'The server announced the signatures that it accepts (server-sig-algs, RFC 8308), and none of them belongs to this key. Since OpenSSH 9.6, that list is exactly what the configuration accepts.',
    firstMove: 'Make an Ed25519 key, or update the client: old ones sign RSA keys with SHA-1.',
  },
  lookalikes: {
    'A key that is not listed':
      'The server names exactly the signatures that it accepts, and none belongs to this type.',
  },
  needs: ['auth', 'key'],
  judge(view) {
    const { type } = view.key
    if (type === null) return null
    const { outcome, attempts, serverSigAlgs, keyInput } = loginOf(view)
    /** Only an old algorithm of the same key was accepted. */
    const bySha1 = outcome === 'accepted'
    const evidence = { keyInput, keyType: type, accepts: serverSigAlgs ?? [], bySha1 }
    if (bySha1) {
      if (!signedWithSha1(view) || hasOnlyOtherClients(view)) return null
      return { certainty: 'likely', severity: 'warning', evidence }
    }
    const tries = attempts.filter(({ method }) => method === 'publickey')
    if (tries.length === 0 || tries.some(({ pkOk }) => pkOk === true)) return null
    const possible = algorithmsOfType(type)
    const shared = serverSigAlgs === null || serverSigAlgs.some((each) => possible.includes(each))
    const notSent = tries.every(({ answer }) => answer === 'not-sent')
    if (shared && !notSent) return null
    const isExact = notSent || sigAlgsAreConfigured(view.banner?.software ?? null)
    return {
      certainty: !shared && isExact ? 'proved' : 'likely',
      evidence,
      explains: [
        'auth/key-rejected',
        'auth/password-disabled',
        'auth/password-rejected',
        'auth/closed',
      ],
    }
  },
  explain({ keyType, accepts, bySha1 }, view) {
    if (bySha1) return sha1Explained(view)
    return {
      verdict: say`The server does not accept keys of type ${clip(keyType, 40)}`,
      why: say`the server announced which signatures it accepts, and this key can make none of them.`,
      observed: [
        say`The key is of type ${keyType}.`,
        accepts.length > 0 &&
          say`The server accepts ${list(accepts.map((name) => say`${clip(name)}`))}.`,
      ],
      fixes: [newKey(view), ...acceptType(keyType, view)],
    }
  },
  pointsAt: ({ keyInput }) => keyInput,
})

/** RFC 8332: an RSA key signs with SHA-1 under the name of the key type. */
function signedWithSha1({ auth }: View<'auth'>): boolean {
  return auth.attempts.some(
    ({ algorithm, answer }) => algorithm === 'ssh-rsa' && answer === 'success',
  )
}

/** Every deploy of the job to this host uses another client than OpenSSH, and such a client still signs with SHA-1. */
function hasOnlyOtherClients(view: View): boolean {
  const lists = stepsToThisHost(view).map(({ client }) => client.lists)
  const isOpenSsh = (each: (typeof lists)[number]) =>
    each === null || each === 'runner' || each.some((id) => id.startsWith('openssh-'))
  return lists.length > 0 && !lists.some(isOpenSsh)
}

function sha1Explained(view: View): Draft {
  return {
    verdict: say`The server accepts this RSA key only with SHA-1, and OpenSSH no longer signs with it`,
    why: say`this check signed with SHA-1 (${'ssh-rsa'}), because the server announced nothing newer. OpenSSH since 8.8 refuses to do so by default, and so do rsync, scp and sftp, which use it. Clients written in Go still do it.`,
    observed: [say`The server accepted the key with a signature of type ${'ssh-rsa'}.`],
    fixes: [
      newKey(view),
      onServer(
        say`Update the SSH server: OpenSSH supports RSA with SHA-2 since 7.2, Dropbear since 2020.79.`,
      ),
      inWorkflow(
        say`Until then, allow SHA-1 in the OpenSSH client of the deploy.`,
        sh('ssh -o PubkeyAcceptedAlgorithms=+ssh-rsa …'),
      ),
    ],
  }
}

/** The line of sshd_config that accepts this type, for the version of OpenSSH that was seen. Other servers have none. */
function acceptType(keyType: string, { banner, server }: View): readonly Fix[] {
  const version = opensshVersion(banner?.software ?? null)
  if (version === null) return []
  const isSince = (major: number, minor: number) =>
    version[0] > major || (version[0] === major && version[1] >= minor)
  // DSA was removed in 10.0, and RSA got its signatures with SHA-2 in 7.2 (release notes of OpenSSH).
  if (keyType === 'ssh-dss' && isSince(10, 0)) return []
  const isRsa = keyType === 'ssh-rsa' && isSince(7, 2)
  const names = isRsa ? ['rsa-sha2-512', 'rsa-sha2-256'] : algorithmsOfType(keyType).slice(-1)
  const option = isSince(8, 5) ? 'PubkeyAcceptedAlgorithms' : 'PubkeyAcceptedKeyTypes'
  return [
    onServer(
      say`Or accept this type: put this line ${topOfConfig(server)}. If such a line is there already, add the names to its list instead.`,
      lines(`${option} +${names.join(',')}`),
    ),
    readAgain(server),
  ]
}
