import type { SetUp } from '../set-up'
import { loginSetUps } from './algorithms-and-login'
import { networkSetUps } from './network'
import { otherProgramSetUps } from './other-programs'
import { runnerSetUps } from './runner'
import { shellSetUps } from './shell-and-programs'
import { targetSetUps } from './target'
import { valueFaults } from './values'
import { valuesThatWork } from './values-that-work'

/** Every set-up of the lab of deploys, by group. */
export const setUps: readonly SetUp[] = [
  ...valueFaults,
  ...valuesThatWork,
  ...runnerSetUps,
  ...shellSetUps,
  ...otherProgramSetUps,
  ...targetSetUps,
  ...loginSetUps,
  ...networkSetUps,
]

export const titleOf = ({ group, client, name }: SetUp): string => `${group}: ${client}: ${name}`
