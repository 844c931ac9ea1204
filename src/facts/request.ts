/** What was asked for, by whom and from where: facts of the input stage. */
import type { DeployStep } from './plan'
import type { ValueForm } from './value-form'

/** The names of action.yml that a cause or an annotation can point at. */
export type InputName =
  | 'host'
  | 'port'
  | 'username'
  | 'password'
  | 'key'
  | 'key_path'
  | 'passphrase'
  | 'fingerprint'
  | 'known_hosts'
  | 'protocol'
  | 'timeout'
  | 'proxy_host'
  | 'proxy_port'
  | 'proxy_username'
  | 'proxy_password'
  | 'proxy_key'
  | 'proxy_key_path'
  | 'proxy_passphrase'
  | 'proxy_fingerprint'
  | 'target'
  | 'programs'
  | 'sftp'
  | 'deploy_steps'
  | 'wait'
  | 'probe'
  | 'server_check'
  | 'admin_username'
  | 'admin_password'
  | 'admin_key'
  | 'admin_key_path'
  | 'admin_passphrase'
  | 'server_report'
  | 'fail_on'
  | 'comment'
  | 'report'

export interface InputFacts {
  /** The host name or address after cleaning; null when none could be read. */
  readonly host: string | null
  readonly port: number
  /** default: nobody set it; host: it was in the host input (`user@host:port`). */
  readonly portFrom: 'input' | 'host' | 'default'
  /** `***` when it contains a secret; what logs in is the name itself. */
  readonly user: string | null
  readonly userFrom: 'input' | 'host' | 'none'
  readonly protocol: 'tcp' | 'tcp4' | 'tcp6'
  /** Which inputs arrived non-empty. Names only, never values. */
  readonly given: readonly InputName[]
  /** What was cleaned without harm and is said in the log: spaces around a host, a URL scheme … */
  readonly cleaned: readonly {
    readonly input: InputName
    readonly what: string
  }[]
  /** Forms of values that this check accepted or repaired, and that a deploy's client might refuse. Absent in older reports. */
  readonly forms?: readonly { readonly input: InputName; readonly form: ValueForm }[]
  /** Empty inputs that the step sets under another name (`remote_host`), in lower case. Absent in older reports. */
  readonly misnamed?: readonly { readonly input: InputName; readonly written: string }[]
  readonly problems: readonly InputProblem[]
  readonly sftp: 'auto' | 'required' | 'off'
  /** Whether the later steps of the job are read; full: what leaves a trace on the server is tried too. Absent in older reports. */
  readonly deploySteps?: 'auto' | 'full' | 'off'
  readonly probe: boolean
  readonly pinned: boolean
}

/** What may be around a value without being a part of it. */
export type RemovedAround = Extract<ValueForm, 'space' | 'newline' | 'byte-order-mark'>

/** One thing that is wrong with one input. `shown` is safe to print: never a secret's bytes, at most 80 characters. */
export type InputProblem =
  | {
      readonly kind: 'empty'
      readonly input: 'host' | 'username' | 'key' | 'password' | 'key_path' | 'passphrase' | 'port'
    }
  | { readonly kind: 'no-credentials'; readonly input: 'key' }
  | {
      readonly kind: 'host-malformed'
      readonly input: 'host' | 'proxy_host'
      readonly form: HostForm
      readonly shown: string
      /** What to write instead, when the value makes it plain. */
      readonly suggestion: string | null
    }
  | {
      readonly kind: 'port-invalid'
      readonly input: 'port' | 'proxy_port' | 'host'
      readonly shown: string
    }
  | {
      readonly kind: 'username-malformed'
      readonly input: 'username' | 'proxy_username' | 'admin_username' | 'host'
      readonly form: UserForm
      readonly shown: string
    }
  | {
      readonly kind: 'fingerprint-malformed'
      readonly input: 'fingerprint' | 'proxy_fingerprint'
      readonly form: FingerprintForm
      readonly shown: string
    }
  | {
      readonly kind: 'known-hosts-malformed'
      readonly input: 'known_hosts'
      readonly line: number
      readonly form: KnownHostsForm
      readonly shown: string
    }
  /** A value outside the list that an option takes: not of the catalog, a plain error of the step. */
  | {
      readonly kind: 'option-invalid'
      readonly input: InputName
      readonly shown: string
      readonly expected: string
    }

export type HostForm =
  | 'utf-16'
  | 'url'
  | 'path'
  | 'contains-space'
  | 'unexpanded'
  | 'masked'
  | 'command'
  | 'key-text'
  | 'secret-text'
  | 'known-hosts-line'
  | 'too-long'
  | 'empty-label'
  | 'bad-character'
  | 'inet-aton'
export type UserForm =
  | 'utf-16'
  | 'contains-space'
  | 'colon-at-end'
  | 'control-character'
  | 'quoted'
  | 'too-long'
  | 'unexpanded'
export type FingerprintForm =
  | 'utf-16'
  | 'md5'
  | 'wrong-length'
  | 'not-base64'
  | 'hex-sha256'
  | 'public-key-corrupt'
  | 'unexpanded'
export type KnownHostsForm =
  | 'utf-16'
  | 'no-lines'
  | 'too-few-fields'
  | 'unknown-type'
  | 'not-base64'
  | 'type-disagrees'
  | 'unknown-marker'
  | 'private-key'
  | 'unexpanded'

export type Vpn = 'Tailscale' | 'WireGuard' | 'OpenVPN' | 'ZeroTier'

export interface RunnerFacts {
  /** act: nektos/act, which runs a workflow on one's own machine. terminal: started by hand through the command line. */
  readonly platform: 'github' | 'gitea' | 'forgejo' | 'gitlab' | 'act' | 'other-ci' | 'terminal'
  /** RUNNER_ENVIRONMENT; null where a runner does not say. */
  readonly environment: 'github-hosted' | 'self-hosted' | null
  readonly os: 'linux' | 'darwin' | 'win32' | 'other'
  /** GITHUB_EVENT_NAME, empty elsewhere. */
  readonly event: string
  /** A pull request from a fork; null when the event has none or does not tell. */
  readonly fork: boolean | null
  readonly actor: string
  /** github.secret_source: None, Actions, Codespaces, Dependabot; null where unknown. */
  readonly secretSource: 'None' | 'Actions' | 'Codespaces' | 'Dependabot' | null
  /** GITHUB_ACTION_REPOSITORY (`owner/name`): where the workflow took this action from; null for a local one. */
  readonly actionRepository: string | null
  /** GITHUB_ACTION_REF: the commit, tag or branch of it that the workflow names. Absent in older reports. */
  readonly actionRef?: string | null
  /** Whether our step is one of a composite action, which gets no secrets by itself. Absent in older reports. */
  readonly isComposite?: boolean
  /** Whether the uid that runs this has an account on this machine; ssh refuses to start without one. Absent in older reports. */
  readonly hasAccount?: boolean
  /** Whether this machine has an IPv6 address of global scope, from the list of its interfaces. */
  readonly hasIpv6: boolean
  /** The VPN of which this machine has an interface that is up, by the name and the address of that interface. Absent in older reports. */
  readonly vpn?: Vpn | null
  /** GITHUB_JOB: the id of the job; empty where a runner does not say. Absent in older reports. */
  readonly job?: string
  /** The pages of the repository that runs; null where the runner does not say. Absent in older reports. */
  readonly pages?: RepositoryPages | null
}

/** The repository that runs, as a browser shows it. */
export interface RepositoryPages {
  /** `https://github.com/owner/name`. */
  readonly root: string
  /** GITHUB_WORKFLOW_SHA: the commit of the workflow file. */
  readonly commit: string
  /** The branch on which that file can be edited; null for a tag and for a fork. */
  readonly branch: string | null
}

/** Our own step in the workflow file. */
export interface WorkflowFacts {
  /** Relative to the repository root, with forward slashes. */
  readonly path: string
  /**
   * The version of the file when it is not one of this run: a reusable workflow of another repository, or of another commit
   * of this one. Annotations can't be in it. Absent for the usual file.
   */
  readonly from?: { readonly repository: string; readonly commit: string }
  /** Line of our `uses:`, counted from 1. */
  readonly usesLine: number
  /** The `with:` entries of our step, by input name. `text` is the source text (an expression, never its value). */
  readonly with: readonly { readonly input: string; readonly line: number; readonly text: string }[]
  /** True when the job is called by another workflow (`on: workflow_call`). */
  readonly called: boolean
  /** The file is that of a composite action, whose `with:` reads what the caller passes. Absent for a workflow. */
  readonly isComposite?: true
  /** The one plain label of `runs-on`; null for several, an expression or a container. Absent in older reports. */
  readonly runsOn?: string | null
  /** The source text of the job's environment, whose secrets come before those of the repository; null without one. Absent in older reports. */
  readonly environment?: string | null
  /** The later steps of the same job that deploy by SSH, in their order. Absent in older reports. */
  readonly deploySteps?: readonly DeployStep[]
  /** The expressions whose value a script of the job decodes from base64. Absent in older reports. */
  readonly decodes?: readonly string[]
}
