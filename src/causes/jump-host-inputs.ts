/** The names of the jump host's inputs in a finding about it. Causes name the target's, by a span or in lines of `with:`. */
import { hasProxyInput, proxyInput } from '../facts/proxy-inputs'
import { say, type Words } from '../text/words'
import { withBlock } from './fixes/with-block'
import type { Fix, RemoteFinding } from './finding'

/** The same finding with the jump host's own inputs, and its verdict with the server that it is about. */
export function ofJumpHost(finding: RemoteFinding, host: string | null): RemoteFinding {
  const { explanation, pointsAt, candidates } = finding
  const { verdict, why, observed, fixes, change } = explanation
  const where = host === null ? say`On the jump host` : say`On the jump host ${host}`
  return {
    ...finding,
    hop: 'jump',
    pointsAt: pointsAt && proxyInput(pointsAt),
    candidates: candidates.map((each) => ({ ...each, fix: fixOf(each.fix) })),
    explanation: {
      verdict: say`${where}: ${named(verdict)}`,
      why: named(why),
      observed: observed.map(named),
      fixes: fixes.map(fixOf),
      ...(change && { change: { ...change, input: proxyInput(change.input) } }),
    },
  }
}

/** The same fix, in its sentence and in what it sets. */
function fixOf(fix: Fix): Fix {
  const { what, paste } = fix
  const { inputs } = paste ?? {}
  const renamed = Object.entries(inputs ?? {}).map(([name, value]): [string, string] => [
    hasProxyInput(name) ? proxyInput(name) : name,
    value,
  ])
  return {
    ...fix,
    what: named(what),
    ...(inputs && { paste: withBlock(Object.fromEntries(renamed)) }),
  }
}

function named(words: Words): Words {
  return words.map((span) => ('input' in span ? { input: proxyInput(span.input) } : span))
}
