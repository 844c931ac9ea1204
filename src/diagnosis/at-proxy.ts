/** The jump host in the eyes of the catalog: the same causes judge it, as if it were the target of a run of its own. */
import type { Explanation, Fix, OutsideFinding } from '../causes/cause'
import { type Fact, type Facts, notChecked, type WorkflowFacts } from '../facts'
import { hasProxyInput, proxyInput, targetInput } from '../inputs/proxy-names'
import type { Hop, Stage } from '../facts/stages'
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
  const where = host === null ? say`jump host` : say`jump host ${host}`
  return {
    ...finding,
    hop: 'proxy',
    pointsAt: pointsAt && proxyInput(pointsAt),
    candidates: candidates.map((each) => ({ ...each, fix: ownInputs(each.fix) })),
    explanation: reworded(explanation, where, finding.stage),
  }
}

function reworded(explanation: Explanation, where: Words, stage: Stage): Explanation {
  const { verdict, why, observed, fixes, change } = explanation
  const rename = stage === 'input' ? ownNames : ownNamesButMethods
  return {
    verdict: say`On the ${where}: ${lowerCase(rename(verdict))}`,
    why: say`on the ${where}, ${rename(why)}`,
    observed: observed.map(rename),
    fixes: fixes.map(ownInputs),
    ...(change && { change: { ...change, input: proxyInput(change.input) } }),
  }
}

/** What only the workflow's author does is done with inputs; everything else is the same on every server. */
function ownInputs(fix: Fix): Fix {
  if (fix.who !== 'workflow author') return fix
  const { paste } = fix
  if (paste?.language !== 'yaml') return { ...fix, what: ownNames(fix.what) }
  const text = paste.text.replace(/^(\s*)(\w+)(?=:)/gm, (line, indent: string, name: string) =>
    hasProxyInput(name) ? `${indent}${proxyInput(name)}` : line,
  )
  return { ...fix, what: ownNames(fix.what), paste: { ...paste, text } }
}

function ownNames(words: Words): Words {
  return words.map((span) =>
    'data' in span && hasProxyInput(span.data) ? { data: proxyInput(span.data) } : span,
  )
}

/** Where a server speaks, `password` is the name of a method. */
function ownNamesButMethods(words: Words): Words {
  return words.flatMap((span) =>
    'data' in span && span.data === 'password' ? [span] : ownNames([span]),
  )
}

/** A sentence behind a colon, where it begins with a word that is no name. */
function lowerCase(words: Words): Words {
  const [first, ...rest] = words
  if (first === undefined || !('say' in first)) return words
  const begin =
    /^(?:The|This|That|These|There|Their|It|Its|No|Not|Nothing|Neither|Nobody|Port|A|An)\b/
  return [{ say: first.say.replace(begin, (word) => word.toLowerCase()) }, ...rest]
}
