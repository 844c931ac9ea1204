import { type Facts, seen } from '../../facts'
import { serverSystems } from '../../knowledge/server-systems'
import { opensshVersion, sigAlgsAreConfigured } from '../../knowledge/ssh-servers'
import { list, say } from '../../words'
import { defineCause, type Evidence, type Fix } from '../cause'
import { clip } from '../clip'
import { newKey } from '../key/replace-key'
import { serverView } from '../server-view'
import { loginOf } from './login'

interface KeyTypeRefused extends Evidence {
  readonly keyInput: 'key' | 'key_path'
  readonly keyType: string
  /** server-sig-algs: the signatures that the server takes. */
  readonly accepts: readonly string[]
}

export const keyTypeRefused = defineCause<KeyTypeRefused>({
  id: 'auth/key-type-refused',
  title: 'The server does not take this kind of key',
  severity: 'error',
  pointsAt: (evidence) => evidence.keyInput,
  page: {
    means:
      'The server accepts no signature that a key of this kind can make: it is of a kind that has been switched off (DSA, or RSA with SHA-1), or the server takes a few kinds alone. The key may be listed on the server, and still never gets its turn.',
    told: 'The server announced the signatures that it accepts (server-sig-algs, RFC 8308), and none of them belongs to this key. From OpenSSH 9.6 on that list is exactly what the configuration accepts.',
    alsoSeenAs: [
      'send_pubkey_test: no mutual signature algorithm',
      'userauth_pubkey: key type ssh-rsa not in PubkeyAcceptedAlgorithms',
      'ssh: no common algorithm for client signature',
      'Permission denied (publickey).',
    ],
  },
  judge(facts) {
    const login = loginOf(facts)
    const key = seen(facts.key)
    if (!login || !key?.type || login.facts.outcome === 'accepted') return null
    const tries = login.facts.attempts.filter(({ method }) => method === 'publickey')
    if (tries.length === 0 || tries.some(({ pkOk }) => pkOk === true)) return null
    const accepts = login.facts.serverSigAlgs
    const own = signaturesOf(key.type)
    const shared = accepts === null || accepts.some((algorithm) => own.includes(algorithm))
    const notAsked = tries.every(({ answer }) => answer === 'not-sent')
    if (shared && !notAsked) return null
    const software = seen(facts.identification)?.software ?? null
    return {
      certainty: !shared && (notAsked || sigAlgsAreConfigured(software)) ? 'proved' : 'likely',
      evidence: {
        keyInput: login.keyInput,
        keyType: key.type,
        accepts: accepts ?? [],
      },
      explains: [
        'auth/key-rejected',
        'auth/password-disabled',
        'auth/password-rejected',
        'auth/closed',
      ],
    }
  },
  explain({ keyType, accepts }, facts) {
    const names = accepts.map((name) => say`${clip(name)}`)
    return {
      verdict: say`The server does not take keys of the kind ${clip(keyType, 40)}`,
      why: say`the server announced which signatures it accepts, and this key can make none of them.`,
      observed: [
        say`The key is of the kind ${keyType}.`,
        ...(names.length > 0 ? [say`The server accepts ${list(names)}.`] : []),
      ],
      fixes: [newKey(facts), ...acceptKind(keyType, facts)],
    }
  },
})

/** The signature algorithms of a kind of key: RSA has three (RFC 8332), all others are called like the key. */
function signaturesOf(type: string): readonly string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]
}

/** The line of sshd_config that lets this kind of key in, for the OpenSSH that greeted; other servers have none. */
function acceptKind(keyType: string, facts: Facts): readonly Fix[] {
  const version = opensshVersion(seen(facts.identification)?.software ?? null)
  if (version === null) return []
  const isSince = (major: number, minor: number) =>
    version[0] > major || (version[0] === major && version[1] >= minor)
  // DSA was taken out in 10.0, and RSA got its signatures with SHA-2 in 7.2 (release notes of OpenSSH).
  if (keyType === 'ssh-dss' && isSince(10, 0)) return []
  const isRsa = keyType === 'ssh-rsa' && isSince(7, 2)
  const names = isRsa ? ['rsa-sha2-512', 'rsa-sha2-256'] : signaturesOf(keyType).slice(-1)
  const option = isSince(8, 5) ? 'PubkeyAcceptedAlgorithms' : 'PubkeyAcceptedKeyTypes'
  const { configFile, reload, language } = serverSystems[serverView(facts).system]
  return [
    {
      who: 'server admin',
      what: say`Or accept this kind: put this line at the top of ${configFile}, as the first one counts. Where such a line with a list stands, add the names to that list instead.`,
      paste: { language: 'text', text: `${option} +${names.join(',')}` },
    },
    {
      who: 'server admin',
      what: say`Have sshd read it again.`,
      paste: { language, text: reload },
    },
  ]
}
