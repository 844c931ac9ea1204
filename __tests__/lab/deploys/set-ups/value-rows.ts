import type { Lab } from '../../prepare'
import type { SetUp, Step } from '../set-up'
import { port } from './steps'

export const hostKeyOf = (lab: Lab, type: string) =>
  lab.hostKeys['9.2'].find((each) => each.type === type)?.fingerprint ?? ''

type More = Omit<SetUp, 'group' | 'name' | 'client' | 'works' | 'later'>

export const row = (
  name: string,
  client: string,
  works: boolean,
  later: Step | readonly Step[],
  more: More = {},
): SetUp => ({
  ...{ group: 'values', name, client, works },
  later: Array.isArray(later) ? later : [later as Step],
  ...more,
})

export const ssh = 'appleboy/ssh-action'
export const scp = 'appleboy/scp-action'
export const node = 'garygrossgarten/github-action-ssh'
export const withPort = { port }
export const secrets = (values: Readonly<Record<string, string>>) => ({ secrets: () => values })
export const keyIs = (change: (key: string, lab: Lab) => string) => ({
  secrets: (lab: Lab) => ({ SSH_KEY: change(lab.keys.ed25519.private, lab) }),
})
