import type { SetUp } from '../set-up'
import { loginSetUps } from './algorithms-and-login'
import { networkSetUps } from './network'
import { runnerSetUps } from './runner'
import { shellSetUps } from './shell-and-programs'
import { targetSetUps } from './target'
import { valueSetUps } from './values'

/** Every set-up of the lab of deploys, by group. */
export const setUps: readonly SetUp[] = [
  ...valueSetUps,
  ...runnerSetUps,
  ...shellSetUps,
  ...targetSetUps,
  ...loginSetUps,
  ...networkSetUps,
]

export const titleOf = ({ group, client, name }: SetUp): string => `${group}: ${client}: ${name}`
