import type { CauseId } from '../../../src/facts/cause-ids'
import type { Lab } from '../prepare'
import type { Scenario } from '../scenario'

export const groups = [
  'values',
  'runner',
  'shell and programs',
  'target',
  'algorithms and login',
  'network',
] as const

export type Group = (typeof groups)[number]

/** A step of the workflow, as in its YAML. */
export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly run?: string
  readonly shell?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
  readonly 'continue-on-error'?: boolean
}

/** One job: steps that prepare, our step, and a real deploy on the same values. */
export interface SetUp extends Pick<
  Scenario,
  'server' | 'inServer' | 'onceUp' | 'firewall' | 'inClient' | 'path' | 'dns' | 'behind'
> {
  /** Unique; a few plain words. */
  readonly name: string
  readonly group: Group
  /** The client that deploys, for the table. */
  readonly client: string
  /** Whether the deploy works. The lab looks whether it did as declared here. */
  readonly works: boolean
  /** The cause that must come first; not looked at when absent. */
  readonly cause?: CauseId
  /** Over the lab's own: SSH_HOST, SSH_USER, SSH_KEY, SSH_PORT. */
  readonly secrets?: (lab: Lab) => Readonly<Record<string, string>>
  /** Entries of the job beside its steps: `env`, `strategy`, `container`. */
  readonly job?: Readonly<Record<string, unknown>>
  readonly before?: readonly Step[]
  /** `with:` of our step, over host, username, key and timeout; null leaves one out. */
  readonly ours?: Readonly<Record<string, string | null>>
  readonly later: readonly Step[]
  /** Files of the workspace, by path, beside dist/index.html. */
  readonly files?: Readonly<Record<string, string>>
  /** What expressions give that the workflow does not say, by their text: `matrix.host`. */
  readonly contexts?: Readonly<Record<string, string>>
  /** Environment of the runner. */
  readonly env?: Readonly<Record<string, string>>
  /** Shell lines run on the server after the deploy: it has worked when they succeed. */
  readonly deployed?: string
}

/** What a set-up has besides its group, name, client, outcome and steps. */
export type More = Omit<SetUp, 'group' | 'name' | 'client' | 'works' | 'later'>

/** Makes the set-ups of one group. */
export const rowOf =
  (group: Group) =>
  (
    name: string,
    client: string,
    works: boolean,
    later: Step | readonly Step[],
    more: More = {},
  ): SetUp => ({
    ...{ group, name, client, works },
    later: [later].flat(),
    ...more,
  })
