/** The rungs of a connection, in the order in which they are climbed. The ids name the folders of the catalog. */
export const stages = [
  'input',
  'key',
  'dns',
  'tcp',
  'banner',
  'kex',
  'hostkey',
  'auth',
  'proxy',
  'session',
  'deploy',
] as const

export type Stage = (typeof stages)[number]

/** What people read for each rung; as short as a table head. */
export const stageLabel: Readonly<Record<Stage, string>> = {
  input: 'Inputs',
  key: 'Key',
  dns: 'Name',
  tcp: 'Port',
  banner: 'Greeting',
  kex: 'Algorithms',
  hostkey: 'Host key',
  auth: 'Login',
  proxy: 'Forwarding',
  session: 'Session',
  deploy: 'Deploy',
}

/** The servers on the way: the one that is deployed to, and the jump host before it. */
export type Hop = 'proxy' | 'target'

/** The rungs of each: a jump host forwards and needs no session, and behind one the target's name is resolved there. */
export function ladderOf(hop: Hop, isBehindProxy: boolean): readonly Stage[] {
  if (hop === 'proxy') return stages.filter((stage) => compareStages(stage, 'proxy') <= 0)
  return stages.filter((stage) => stage !== 'proxy' && !(isBehindProxy && stage === 'dns'))
}

/** Negative when `a` comes before `b` on the ladder. */
export function compareStages(a: Stage, b: Stage): number {
  return stages.indexOf(a) - stages.indexOf(b)
}

/** One rung of one server's ladder. */
export interface Place {
  readonly hop: Hop
  readonly stage: Stage
}

/**
 * Negative when `a` is climbed before `b`: inputs and keys of both servers are read before any packet is sent, then all of
 * the jump host's ladder comes before the target's.
 */
export function comparePlaces(a: Place, b: Place): number {
  return turn(a) - turn(b) || compareStages(a.stage, b.stage)
}

function turn({ hop, stage }: Place): number {
  if (stage === 'input' || stage === 'key') return 0
  return hop === 'proxy' ? 1 : 2
}
