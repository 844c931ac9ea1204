import type { RunnerFacts } from '../facts'

/** Where a platform keeps the secrets of a job. */
export interface SecretStore {
  /** The way to its page, in the words of its menus; or what stands for it. */
  readonly place: string
  /** Why a secret that is there might not arrive; null where no rule of its kind is known. */
  readonly rule: string | null
}

/** By platform, in the words of its menus. Not compared with the pages of each version. */
export const secretStores: Readonly<Record<RunnerFacts['platform'], SecretStore>> = {
  github: { place: 'Settings → Secrets and variables → Actions', rule: null },
  gitea: {
    place: 'Settings → Actions → Secrets',
    rule: 'Secrets of an organization or user are set in their own settings.',
  },
  forgejo: {
    place: 'Settings → Actions → Secrets',
    rule: 'Secrets of an organization or user are set in their own settings.',
  },
  gitlab: {
    place: 'Settings → CI/CD → Variables',
    rule: 'A protected variable arrives only in jobs of protected branches and tags. A variable of the type File holds a path.',
  },
  act: { place: 'the option -s of act, or its file .secrets', rule: null },
  'other-ci': { place: 'the settings of the CI system', rule: null },
  terminal: { place: 'the place that the value comes from', rule: null },
}
