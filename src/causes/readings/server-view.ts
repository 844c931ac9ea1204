import { type Facts, type IdentificationFacts, seen } from '../../facts'
import { systemOf } from '../../knowledge/server-systems'
import type { ServerView } from '../server-cause'

/** What the candidates may use of the facts: names and public halves alone. */
export function serverView(facts: Facts): ServerView {
  const key = seen(facts.key)
  const { software, comments } = seen(facts.identification) ?? greetingElsewhere(facts)
  return {
    port: facts.input.port,
    user: facts.input.user,
    keyFingerprint: key?.fingerprint ?? null,
    publicKey: key?.publicKey ?? null,
    // A terminal masks nothing.
    publicKeyBreaks: facts.runner.platform === 'terminal' ? [] : (key?.publicKeyBreaks ?? []),
    system: systemOf(software, comments),
  }
}

/** After a refusal, SSH on another port of the same host tells the system as well. */
function greetingElsewhere(facts: Facts): Pick<IdentificationFacts, 'software' | 'comments'> {
  const line = seen(facts.tcp)?.sideLooks.find((look) => look.identification)?.identification
  const match = /^SSH-[^-]*-(\S+)(?:\s+(.*))?$/.exec(line ?? '')
  return { software: match?.[1] ?? null, comments: match?.[2] ?? null }
}
