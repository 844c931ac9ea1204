import { algorithmsOfType } from '../knowledge/host-keys'
import type { ParsedKey } from 'ssh2'
import type { SshConnection } from './connection'

/** What a server answers to one request of user authentication (RFC 4252, RFC 4256). */
export type Answer =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly methods: readonly string[]; readonly partial: boolean }
  /** SSH_MSG_USERAUTH_PK_OK: the server would take a signature by this key. */
  | { readonly kind: 'pk-ok' }
  | { readonly kind: 'prompts'; readonly prompts: readonly Prompt[] }
  /** SSH_MSG_USERAUTH_PASSWD_CHANGEREQ: the password is right, or was, and must be changed. */
  | { readonly kind: 'change-request'; readonly prompt: string }

export interface Prompt {
  readonly prompt: string
  readonly echo: boolean
}

const mostTexts = 16
/** RFC 4251 section 6: a name has 64 characters at most. What is longer is none, and is left out whole. */
const isName = (text: string) => text.length > 0 && text.length <= 64

/**
 * The dialogue of user authentication over one connection: each request gives the server's next answer. Listens from the
 * start, because EXT_INFO and banners come when the server likes.
 */
export class UserAuthentication {
  /** server-sig-algs of EXT_INFO (RFC 8308 section 3.1); null when not sent. */
  serverSigAlgs: readonly string[] | null = null
  readonly banners: { readonly text: string; readonly when: 'before-answer' | 'after-answer' }[] =
    []
  /** Resolves when the server has accepted the ssh-userauth service, which ssh2 asks for after the key exchange. */
  readonly serviceAccepted: Promise<void>

  readonly #connection: SshConnection
  #answered = false
  #resolve: (answer: Answer) => void = () => undefined

  constructor(connection: SshConnection) {
    this.#connection = connection
    connection.on('EXT_INFO', (extensions) => {
      const found = extensions.find(({ name }) => name === 'server-sig-algs')
      this.serverSigAlgs ??= found ? found.algs.filter(isName).slice(0, 64) : null
    })
    connection.on('USERAUTH_BANNER', (text) => {
      if (this.banners.length === mostTexts) return
      const when = this.#answered ? 'after-answer' : 'before-answer'
      this.banners.push({ text, when })
    })
    this.serviceAccepted = new Promise((resolve) => {
      connection.on(
        'SERVICE_ACCEPT',
        () => {
          resolve()
        },
        true,
      )
    })
    connection.on('USERAUTH_SUCCESS', () => {
      this.#answer({ kind: 'success' })
    })
    connection.on(
      'USERAUTH_FAILURE',
      (methods, partial) => {
        this.#answer({
          kind: 'failure',
          methods: methods.filter(isName).slice(0, mostTexts),
          partial,
        })
      },
      true,
    )
    connection.on(
      'USERAUTH_PK_OK',
      () => {
        this.#answer({ kind: 'pk-ok' })
      },
      true,
    )
    connection.on(
      'USERAUTH_PASSWD_CHANGEREQ',
      (prompt) => {
        this.#answer({ kind: 'change-request', prompt })
      },
      true,
    )
    connection.on(
      'USERAUTH_INFO_REQUEST',
      (_name, _instructions, prompts) => {
        this.#answer({ kind: 'prompts', prompts: prompts.slice(0, mostTexts) })
      },
      true,
    )
  }

  /** The `none` request: on OpenSSH it costs nothing and gives the methods that can continue (RFC 4252 section 5.2). */
  none(user: string): Promise<Answer> {
    return this.#ask(() => {
      this.#connection.protocol.authNone(user)
    })
  }

  /** Asks whether a key would do, without a signature (RFC 4252 section 7). */
  query(user: string, key: ParsedKey, algorithm: string): Promise<Answer> {
    return this.#ask(() => {
      this.#connection.protocol.authPK(user, key, algorithm)
    })
  }

  /** Logs in with a signature. Rejects when the key cannot make it. */
  sign(user: string, key: ParsedKey, algorithm: string): Promise<Answer> {
    return this.#ask(() => {
      this.#connection.protocol.authPK(user, key, algorithm, (data, done) => {
        const signature: unknown = key.sign(data, hashOf(algorithm))
        if (!Buffer.isBuffer(signature)) throw new Error(`the key made no ${algorithm} signature`)
        done(signature)
      })
    })
  }

  password(user: string, password: string): Promise<Answer> {
    return this.#ask(() => {
      this.#connection.protocol.authPassword(user, password)
    })
  }

  keyboardInteractive(user: string): Promise<Answer> {
    return this.#ask(() => {
      this.#connection.protocol.authKeyboard(user)
    })
  }

  /** Answers the prompts of keyboard-interactive, one answer each. */
  respond(answers: readonly string[]): Promise<Answer> {
    return this.#ask(() => {
      this.#connection.protocol.authInfoRes(answers)
    })
  }

  #ask(send: () => void): Promise<Answer> {
    return new Promise((resolve) => {
      this.#resolve = resolve
      send()
    })
  }

  #answer(answer: Answer): void {
    this.#answered = true
    this.#resolve(answer)
  }
}

/** The hash that ssh2's ParsedKey must be told for an RSA signature (RFC 8332); the others have theirs. */
function hashOf(algorithm: string): string | undefined {
  if (algorithm === 'rsa-sha2-512') return 'sha512'
  if (algorithm === 'rsa-sha2-256') return 'sha256'
  return undefined
}

/**
 * The signature algorithms to try with a key, in order. RSA: SHA-2 when server-sig-algs has it; without EXT_INFO the server
 * is an old one, so SHA-1 first, as Go's and ssh2's clients do, then SHA-2, for the few that know it and don't say so.
 * Empty when the server says that it takes none.
 */
export function signatureAlgorithms(
  keyType: string,
  serverSigAlgs: readonly string[] | null,
): readonly string[] {
  if (keyType !== 'ssh-rsa') return [keyType]
  if (serverSigAlgs === null) return ['ssh-rsa', 'rsa-sha2-256']
  const best = algorithmsOfType(keyType).find((name) => serverSigAlgs.includes(name))
  return best === undefined ? [] : [best]
}
