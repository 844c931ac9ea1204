import type { Lab } from '../../prepare'
import { rowOf } from '../set-up'
import { port } from './steps'

export const hostKeyOf = (lab: Lab, type: string) =>
  lab.hostKeys['9.2'].find((each) => each.type === type)?.fingerprint ?? ''

export const row = rowOf('values')

export const ssh = 'appleboy/ssh-action'
export const scp = 'appleboy/scp-action'
export const node = 'garygrossgarten/github-action-ssh'
export const withPort = { port }
export const secrets = (values: Readonly<Record<string, string>>) => ({ secrets: () => values })
export const keyIs = (change: (key: string, lab: Lab) => string) => ({
  secrets: (lab: Lab) => ({ SSH_KEY: change(lab.keys.ed25519.private, lab) }),
})
