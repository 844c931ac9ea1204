import { admin, author, lines, sh } from '../fixes/build'
import type { View } from '../view'
import { algorithmsOfType } from '../../knowledge/host-keys'
import { opensshVersion, sigAlgsAreConfigured } from '../../knowledge/ssh-servers'
import { list, say } from '../../text/words'
import { defineCause, type Evidence, type Judgment, type Explanation, type Fix } from '../cause'
import { readAgain, topOfConfig } from '../fixes/sshd-config'
import { clip } from '../readings/clip'
import { stepsToThisHost } from '../readings/following-steps'
import { newKey } from '../fixes/replace-key'
import { loginOf } from '../readings/login'
interface KeyTypeRefused extends Evidence {
  readonly keyInput: 'key' | 'key_path'
  readonly keyType: string
  readonly accepts: readonly string[]
  /** Only an old algorithm of the same key was accepted. */
  readonly bySha1: boolean
}

export const keyTypeRefused = defineCause({
  id: 'auth/key-type-refused',
  title: 'The server does not take this kind of key',
  severity: 'error',
  page: {
    means:
      'The server accepts no signature that a key of this kind can make: it is of a kind that has been switched off (DSA, or RSA with SHA-1), or the server takes a few kinds alone. The key may be listed on the server, and still never gets its turn. As a warning it means that the server takes the RSA key with SHA-1 signatures alone: this check and clients written in Go still make them, and OpenSSH since 8.8 does not.',
    detection:
      'The server announced the signatures that it accepts (server-sig-algs, RFC 8308), and none of them belongs to this key. From OpenSSH 9.6 on that list is exactly what the configuration accepts.',
    alsoSeenAs: [
      'send_pubkey_test: no mutual signature algorithm',
      'no mutual signature supported',
      'userauth_pubkey: key type ssh-rsa not in PubkeyAcceptedAlgorithms',
      'ssh: no common algorithm for client signature',
      'Permission denied (publickey).',
    ],
  },
  needs: [],
  judge(view): Judgment<KeyTypeRefused> | null {
    const login = loginOf(view)
    const key = view.key
    if (!login || !key?.type) return null
    if (login.facts.outcome === 'accepted') {
      if (!wasSha1(view) || onlyOthers(view)) return null
      return {
        certainty: 'likely',
        severity: 'warning',
        evidence: {
          keyInput: login.keyInput,
          keyType: key.type,
          accepts: login.facts.serverSigAlgs ?? [],
          bySha1: true,
        },
      }
    }
    const tries = login.facts.attempts.filter(({ method }) => method === 'publickey')
    if (tries.length === 0 || tries.some(({ pkOk }) => pkOk === true)) return null
    const accepts = login.facts.serverSigAlgs
    const own = algorithmsOfType(key.type)
    const shared = accepts === null || accepts.some((algorithm) => own.includes(algorithm))
    const notAsked = tries.every(({ answer }) => answer === 'not-sent')
    if (shared && !notAsked) return null
    const software = view.banner?.software ?? null
    return {
      certainty: !shared && (notAsked || sigAlgsAreConfigured(software)) ? 'proved' : 'likely',
      evidence: {
        keyInput: login.keyInput,
        keyType: key.type,
        accepts: accepts ?? [],
        bySha1: false,
      },
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
    const names = accepts.map((name) => say`${clip(name)}`)
    return {
      verdict: say`The server does not take keys of the kind ${clip(keyType, 40)}`,
      why: say`the server announced which signatures it accepts, and this key can make none of them.`,
      observed: [
        say`The key is of the kind ${keyType}.`,
        ...(names.length > 0 ? [say`The server accepts ${list(names)}.`] : []),
      ],
      fixes: [newKey(view), ...acceptKind(keyType, view)],
    }
  },
  pointsAt: (evidence) => evidence.keyInput,
})

/** RFC 8332: an RSA key signs with SHA-1 under the name of the key type. */
function wasSha1(view: View): boolean {
  const attempts = view.auth?.attempts ?? []
  return attempts.some(({ algorithm, answer }) => algorithm === 'ssh-rsa' && answer === 'success')
}

/** Every deploy of the job to this host goes by another client than OpenSSH, which still signs so. */
function onlyOthers(view: View): boolean {
  const steps = stepsToThisHost(view)
  const isOpenSsh = (lists: (typeof steps)[number]['client']['lists']) =>
    lists === null || lists === 'runner' || lists.some((id) => id.startsWith('openssh-'))
  return steps.length > 0 && !steps.some(({ client }) => isOpenSsh(client.lists))
}

function sha1Explained(view: View): Explanation {
  return {
    verdict: say`The server takes this RSA key with SHA-1 alone, and OpenSSH no longer signs so`,
    why: say`this check signed with SHA-1 (${'ssh-rsa'}), because the server told of nothing newer. OpenSSH since 8.8 refuses that by itself, and so do rsync, scp and sftp, which start it; clients written in Go go on.`,
    observed: [say`The key let us in with a signature of the kind ${'ssh-rsa'}.`],
    fixes: [
      newKey(view),
      admin(
        say`Update the SSH server: OpenSSH takes RSA with SHA-2 since 7.2, Dropbear since 2020.79.`,
      ),
      author(
        say`Until then, have OpenSSH of the deploy sign as before.`,
        sh('ssh -o PubkeyAcceptedAlgorithms=+ssh-rsa …'),
      ),
    ],
  }
}

/** The line of sshd_config that lets this kind of key in, for the OpenSSH that greeted; other servers have none. */
function acceptKind(keyType: string, view: View): readonly Fix[] {
  const version = opensshVersion(view.banner?.software ?? null)
  if (version === null) return []
  const isSince = (major: number, minor: number) =>
    version[0] > major || (version[0] === major && version[1] >= minor)
  // DSA was taken out in 10.0, and RSA got its signatures with SHA-2 in 7.2 (release notes of OpenSSH).
  if (keyType === 'ssh-dss' && isSince(10, 0)) return []
  const isRsa = keyType === 'ssh-rsa' && isSince(7, 2)
  const names = isRsa ? ['rsa-sha2-512', 'rsa-sha2-256'] : algorithmsOfType(keyType).slice(-1)
  const option = isSince(8, 5) ? 'PubkeyAcceptedAlgorithms' : 'PubkeyAcceptedKeyTypes'
  const server = view.server
  return [
    admin(
      say`Or accept this kind: put this line ${topOfConfig(server)}. Where such a line with a list is there, add the names to that list instead.`,
      lines(`${option} +${names.join(',')}`),
    ),
    readAgain(server),
  ]
}
