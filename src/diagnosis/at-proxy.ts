/** The jump host in the eyes of the catalog: the same causes judge it, as if it were the target of a run of its own. */
import type { Fix, OutsideFinding } from '../causes/cause'
import { withBlock } from '../causes/fixes/with-block'
import { type Fact, type Facts, notChecked, type WorkflowFacts } from '../facts'
import { hasProxyInput, proxyInput, targetInput } from '../inputs/proxy-names'
import type { Hop } from '../facts/stages'
import { say, type Words } from '../text/words'

/** The facts of one server on the way under the target's names: the jump host's rungs, or the facts as they are. */
export function factsAt(facts: Facts, hop: Hop): Facts {
  const { proxy } = facts
  if (hop === 'target' || proxy === null) return facts
  return {
    ...facts,
    workflow: workflowAtProxy(facts.workflow),
    input: proxy.input,
    proxy: null,
    key: proxy.key,
    dns: proxy.dns,
    tcp: proxy.tcp,
    identification: proxy.identification,
    keyExchange: proxy.keyExchange,
    hostKey: proxy.hostKey,
    authentication: proxy.authentication,
    session: notChecked('not-needed'),
    deploy: notChecked('not-needed'),
    serverCheck: notChecked('not-needed'),
  }
}

/** Our step as if it were written for the jump host: `host` is what `proxy_host` says. */
function workflowAtProxy(workflow: Fact<WorkflowFacts>): Fact<WorkflowFacts> {
  if (workflow.state !== 'observed') return workflow
  const entries = workflow.value.with.flatMap((entry) => {
    const input = targetInput(entry.input) ?? entry.input
    return input === entry.input && hasProxyInput(input) ? [] : [{ ...entry, input }]
  })
  return { ...workflow, value: { ...workflow.value, with: entries } }
}

/** A finding about the jump host: it says so, and names the inputs that are the jump host's own. */
export function atProxy(finding: OutsideFinding, host: string | null): OutsideFinding {
  const { explanation, pointsAt, candidates } = finding
  const { verdict, why, observed, fixes, change } = explanation
  const where = host === null ? say`On the jump host` : say`On the jump host ${host}`
  return {
    ...finding,
    hop: 'proxy',
    pointsAt: pointsAt && proxyInput(pointsAt),
    candidates: candidates.map((each) => ({ ...each, fix: ofJumpHost(each.fix) })),
    explanation: {
      verdict: say`${where}: ${ownNames(verdict)}`,
      why: ownNames(why),
      observed: observed.map(ownNames),
      fixes: fixes.map(ofJumpHost),
      ...(change && { change: { ...change, input: proxyInput(change.input) } }),
    },
  }
}

/** The same fix with the jump host's inputs, in its sentence and in what it sets. */
function ofJumpHost(fix: Fix): Fix {
  const { what, paste } = fix
  const { inputs } = paste ?? {}
  const renamed = Object.entries(inputs ?? {}).map(([name, value]): [string, string] => [
    hasProxyInput(name) ? proxyInput(name) : name,
    value,
  ])
  return {
    ...fix,
    what: ownNames(what),
    ...(inputs && { paste: withBlock(Object.fromEntries(renamed)) }),
  }
}

function ownNames(words: Words): Words {
  return words.map((span) => ('input' in span ? { input: proxyInput(span.input) } : span))
}
