import type { KeyCorruption, KeyFacts, ValueForm } from '../../facts'
import type { ClientId, ClientLists } from '../client-algorithms'

/** What an input of a deploy step means for the connection. */
export type Role =
  | 'host'
  | 'port'
  | 'user'
  | 'key'
  | 'keyPath'
  | 'passphrase'
  | 'password'
  | 'fingerprint'
  | 'protocol'
  | 'timeout'

/** Forms of a value that a client does not accept, and what it then says. `…` is in the place of the value. */
export interface Refusal {
  readonly forms: readonly ValueForm[]
  readonly says: string
  /** The input that, with this value, makes it accept them. */
  readonly unless?: { readonly input: string; readonly value: string }
}

export type Refusals = Readonly<Partial<Record<Role, readonly Refusal[]>>>

/** How a client reads the text of a private key. */
export interface KeyReader {
  readonly library: keyof KeyFacts['readBy']
  /** What it repairs before its library reads the text. */
  readonly repairs: readonly KeyCorruption[]
}

/** What is known of an action, or of a program in a `run:` script, that connects by SSH. */
export interface DeployClient {
  /** `owner/name` of the action as its author writes it, or the name of the program. */
  readonly id: string
  readonly kind: 'action' | 'command'
  /** The name of the input for each role, in lower case. For commands the option that says the same. */
  readonly inputs: Readonly<Partial<Record<Role, string>>>
  /** What is used when an input is not set. A user of null: one that the workflow file does not say; empty: a login without a name. */
  readonly defaults: { readonly port: string; readonly user: string | null }
  /**
   * Whose algorithm lists it has: those of one of these libraries; `runner`: of the OpenSSH that the runner has; null: it
   * does not connect itself.
   */
  readonly lists: readonly ClientId[] | 'runner' | null
  /** Versions (the first number of its tag) before this one had other lists than those. */
  readonly listsSince?: number
  /** The input that, when it is `true`, adds these names to the end of the lists; null without one. */
  readonly legacyAlgorithms: {
    readonly input: string
    readonly adds: Partial<Pick<ClientLists, 'kex' | 'hostKey' | 'cipher'>>
    /** What it says where a cipher in CBC mode meets a MAC with `-etm`, for which it takes the length of a packet for ciphertext. */
    readonly cbcWithEtm?: string
  } | null
  /** Inputs that change the lists in a way that is not followed, whatever their value. */
  readonly changesLists: readonly string[]
  /** Inputs with options for ssh, which change the lists when they name algorithms or a configuration file. */
  readonly sshOptions: readonly string[]
  /** Environment variables that beat an input, by input. The first that exists wins, even over a value in `with:`. */
  readonly overriddenByEnv: Readonly<Record<string, readonly string[]>>
  /** An empty variable does not beat an input. */
  readonly ignoresEmptyEnv?: true
  /** Environment variables with commands that run on the server before those of the inputs. */
  readonly scriptVariables?: readonly string[]
  /** The forms of values that it does not accept, by role: all others work. Null where that is not known. */
  readonly refuses: Refusals | null
  /** The inputs for its jump host, and the forms that it does not accept there; null where it has none. */
  readonly jumpHost: {
    readonly inputs: Readonly<Partial<Record<Role, string>>>
    readonly refuses: Refusals
  } | null
  /** How it reads the key of its input; null where that is not known. */
  readonly keyReader: KeyReader | null
  /** What its `timeout` bounds: `tcp`, the TCP connection only. Absent where that is not known. */
  readonly timeoutBounds?: 'tcp'
  /** The login methods that it has for a password; absent for OpenSSH, which has both. */
  readonly passwordMethods?: readonly ('password' | 'keyboard-interactive')[]
  /** With a password and a key, it sends the password first. OpenSSH and ssh2 begin with the key. */
  readonly passwordFirst?: true
  /** The signature of RSA that it makes first. OpenSSH begins with SHA-512. */
  readonly rsaFirst?: 'rsa-sha2-256'
  /** Inputs that are declared, or were once, and reach nothing; each with why. */
  readonly ignoredInputs: Readonly<Record<string, string>>
  readonly server: ServerUse
  /** How its words are read; absent for actions, and for the programs of OpenSSH and rsync. */
  readonly command?: CommandWords
}

/** How the words of a program say where it connects. */
export interface CommandWords {
  /** The first words with which it connects; absent where it always does. */
  readonly subcommands?: RegExp
  /** Options with a value, and what it says. destination: the address, which is then in no other word; config: a way that is not followed. */
  readonly options: Readonly<
    Record<string, 'user' | 'identity' | 'port' | 'destination' | 'config' | 'other'>
  >
  /** Forms of an address, with the groups user, host, port and path. */
  readonly forms: readonly RegExp[]
  /** Words with which it writes to the path of the address. */
  readonly uploads?: RegExp
  /** That path is one of a file. */
  readonly uploadsFile?: true
  /** The variable with the address. */
  readonly addressVariable?: string
  /** The variable with the command of ssh. */
  readonly sshVariable?: string
  /** It runs the ssh of the runner as it is, so that what prepares that one prepares it. */
  readonly runsSsh?: true
}

/** What a client needs on the server. For programs of a `run:` script, more is in their arguments. */
export interface ServerUse {
  /** shell: the account's shell runs a command; sftp: the SFTP subsystem; none: it does not connect itself. */
  readonly channel: 'shell' | 'sftp' | 'none'
  /** The input that, when it is `true`, keeps an SFTP client from creating its target by a command of the shell. */
  readonly sftpOnlyInput: string | null
  /** Programs that it starts there. */
  readonly programs: readonly string[]
  /** Programs that it starts for most of what it does. */
  readonly mayUse?: readonly string[]
  /** Where it puts files. */
  readonly target: TargetUse | null
  /** Inputs with a script that the account's shell runs. */
  readonly scripts: readonly string[]
  /** The input that, when it is `true`, ends a script at the first command that fails. */
  readonly stopInput: string | null
  /** It treats anything on standard error as a failure. */
  readonly stderrFails: boolean
}

export interface TargetUse {
  readonly input: string
  /** Several directories, separated by commas. */
  readonly isList: boolean
  /** How many missing directories it creates. */
  readonly creates: 'all' | 'last' | 'none'
  readonly through: 'shell' | 'sftp'
  /** The input with switches of rsync, and those without it; null where rsync does not write. */
  readonly switches: { readonly input: string; readonly byDefault: string } | null
}

/** What holds for most. */
export const plain = {
  legacyAlgorithms: null,
  changesLists: [],
  sshOptions: [],
  overriddenByEnv: {},
  refuses: null,
  jumpHost: null,
  keyReader: null,
  ignoredInputs: {},
} as const

const noScript = { scripts: [], stopInput: null, stderrFails: false, sftpOnlyInput: null } as const
export const noServer: ServerUse = { ...noScript, channel: 'none', programs: [], target: null }
export const shellOnly: ServerUse = { ...noServer, channel: 'shell' }

/** rsync over SSH creates one missing directory, and the shell of the account resolves the path. */
export const rsyncTarget = (input: string, switches: TargetUse['switches']): ServerUse => ({
  ...shellOnly,
  programs: ['rsync'],
  target: { input, isList: false, creates: 'last', through: 'shell', switches },
})
