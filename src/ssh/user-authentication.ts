import type { SshConnection } from './connection'
import type { Answer, Authentication, Interruption, Prompt, Signer } from './session'
import type { Ssh2Protocol } from './ssh2-protocol'

const mostTexts = 16
/** RFC 4251 section 6: a name has 64 characters at most. What is longer is none, and is left out whole. */
const isName = (text: string) => text.length > 0 && text.length <= 64

/** User authentication over one connection. Listens from the start, because EXT_INFO and banners come when the server likes. */
export class UserAuthentication implements Authentication {
  serverSigAlgs: readonly string[] | null = null
  readonly banners: { readonly text: string; readonly when: 'before-answer' | 'after-answer' }[] =
    []
  /** Resolves when the server has accepted the ssh-userauth service, which ssh2 asks for after the key exchange. */
  readonly #serviceAccepted: Promise<void>
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
    this.#serviceAccepted = new Promise((resolve) => {
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
      (name, instruction, prompts) => {
        this.#answer({ kind: 'prompts', prompts: withContext([name, instruction], prompts) })
      },
      true,
    )
  }

  async begin(): Promise<Interruption | null> {
    return (await this.#connection.until(this.#serviceAccepted)) ?? null
  }

  none(user: string) {
    return this.#ask((protocol) => {
      protocol.authNone(user)
    })
  }

  query(user: string, key: Signer, algorithm: string) {
    return this.#ask((protocol) => {
      protocol.authPK(user, publicLine(key), algorithm)
    })
  }

  sign(user: string, key: Signer, algorithm: string) {
    return this.#ask((protocol, fail) => {
      protocol.authPK(user, publicLine(key), algorithm, (data, done) => {
        key.sign(data, algorithm).then(done).catch(fail)
      })
    })
  }

  password(user: string, password: string) {
    return this.#ask((protocol) => {
      protocol.authPassword(user, password)
    })
  }

  keyboardInteractive(user: string) {
    return this.#ask((protocol) => {
      protocol.authKeyboard(user)
    })
  }

  respond(answers: readonly string[]) {
    return this.#ask((protocol) => {
      protocol.authInfoRes(answers)
    })
  }

  #ask(
    send: (protocol: Ssh2Protocol, fail: (error: unknown) => void) => void,
  ): Promise<Answer | Interruption> {
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#resolve = resolve
      send(this.#connection.protocol, reject)
    })
    return this.#connection.until(answer)
  }

  #answer(answer: Answer): void {
    this.#answered = true
    this.#resolve(answer)
  }
}

/** The name and the instruction of a request (RFC 4256 section 3.2) say what its prompts are for, so the first one begins with them. */
function withContext(context: readonly string[], prompts: readonly Prompt[]): readonly Prompt[] {
  const before = context.map((text) => text.trim()).filter((text) => text !== '')
  return prompts
    .slice(0, mostTexts)
    .map((each, index) =>
      index > 0 ? each : { ...each, prompt: [...before, each.prompt].join('\n') },
    )
}

/** `type base64`, the form of a public key that ssh2 reads. */
const publicLine = ({ type, publicKey }: Signer) => `${type} ${publicKey.toString('base64')}`
