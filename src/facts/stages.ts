/** The stages of a check in their order, with what people read for each. The ids name the folders of the catalog and the facts of a hop. */
export const stageLabel = {
  input: 'Inputs',
  key: 'Key',
  dns: 'DNS',
  tcp: 'Port',
  banner: 'Banner',
  kex: 'Handshake',
  hostkey: 'Host key',
  auth: 'Login',
  proxy: 'Jump host',
  session: 'Shell',
  deploy: 'Deploy',
} as const

export type Stage = keyof typeof stageLabel

/** A stage with its own fact; inputs are always there. */
export type FactStage = Exclude<Stage, 'input'>

export const stages = Object.keys(stageLabel).filter(isStage)

/** Whether a text is the id of a stage. */
export function isStage(id: string): id is Stage {
  return Object.hasOwn(stageLabel, id)
}

/** The label within a sentence or a row: `host key`, `DNS`. */
export function stageInText(stage: Stage): string {
  return stage === 'dns' ? stageLabel.dns : stageLabel[stage].toLowerCase()
}

/** The servers on the way: the one that is deployed to, and the jump host before it. */
export type Hop = 'jump' | 'target'

/** The stages of each: a jump host forwards and needs no session, and behind one the target's name is resolved there. */
export function stagesOf(hop: Hop, isBehindJumpHost: boolean): readonly Stage[] {
  if (hop === 'jump') return stages.filter((stage) => compareStages(stage, 'proxy') <= 0)
  return stages.filter((stage) => stage !== 'proxy' && !(isBehindJumpHost && stage === 'dns'))
}

/** Negative when `a` comes before `b`. */
export function compareStages(a: Stage, b: Stage): number {
  return stages.indexOf(a) - stages.indexOf(b)
}

/** One stage of one server. */
export interface HopStage {
  readonly hop: Hop
  readonly stage: Stage
}

/**
 * Negative when `a` is checked before `b`: inputs and keys of both servers are read before any packet is sent, then all stages of
 * the jump host come before the target's.
 */
export function compareHopStages(a: HopStage, b: HopStage): number {
  return phase(a) - phase(b) || compareStages(a.stage, b.stage)
}

function phase({ hop, stage }: HopStage): number {
  if (stage === 'input' || stage === 'key') return 0
  return hop === 'jump' ? 1 : 2
}
