import { cell, idLink, table } from './markdown'
import type { Compared } from './run-lab'
import { type ToolLine, countDistinct } from './distinct-lines'

const own = 'SSH Preflight'

/** The section of docs/accuracy.md on what other tools say; empty when none was asked. */
export function otherToolsSection(outcomes: readonly Compared[]): string[] {
  const faults = outcomes.flatMap(({ scenario, given, otherTools: others }) =>
    others === null ? [] : [{ scenario, said: Object.entries({ [own]: given.cause, ...others }) }],
  )
  const tools = faults[0]?.said.map(([tool]) => tool) ?? []
  if (tools.length === 0) return []
  const saidBy = (tool: string): readonly ToolLine[] =>
    faults.map(({ scenario, said }) => ({
      cause: scenario.cause,
      line: said.find(([name]) => name === tool)?.[1] ?? '',
    }))
  const placeholder = tools.some((tool) => tool.includes('golang.org'))
    ? ' drone-ssh could not be had, so its SSH library is used in its place, in the same way (`__tests__/lab/go-client`).'
    : ''
  const causes = new Set(faults.map(({ scenario }) => scenario.cause)).size
  return [
    '## Compared with other tools',
    '',
    `What other tools say of the same faults, in the same run: ${faults.length} faults of network, host key, login and session, of ${causes} causes. Each tool met each fault in a new network and system. Its last line counts, with host names, addresses, ports, users, fingerprints and times taken out; of nmap the line of the port, and what ssh-auth-methods adds. A fault is identified when its line is given for no other cause in the list. Left out are faults of inputs, keys and deploy targets, which those tools do not look at, jump hosts, several hosts, and what is read in the workflow file.${placeholder}`,
    '',
    ...table(
      ['Tool', 'Different lines', 'Faults that its last line identifies'],
      tools.map((tool) => {
        const said = saidBy(tool)
        const distinct = countDistinct(said)
        return [
          tool,
          String(new Set(said.map(({ line }) => line)).size),
          `${distinct} of ${said.length} (${((distinct / said.length) * 100).toFixed(1)} %)`,
        ]
      }),
    ),
    '',
    'The lines that are said of the most causes:',
    '',
    ...table(
      ['Tool', 'Line', 'Causes'],
      tools
        .filter((tool) => tool !== own)
        .flatMap((tool) =>
          mostShared(saidBy(tool)).map(({ line, ids }) => [
            tool,
            cell(line),
            ids.map(idLink).join(', '),
          ]),
        ),
    ),
    '',
  ]
}

/** The two lines that stand for the most causes, and those causes in order. */
function mostShared(
  said: readonly ToolLine[],
): readonly { line: string; ids: readonly string[] }[] {
  return [...new Set(said.map(({ line }) => line))]
    .map((line) => ({
      line,
      ids: [...new Set(said.filter((each) => each.line === line).map(({ cause }) => cause))].sort(),
    }))
    .filter(({ ids }) => ids.length > 1)
    .sort((a, b) => b.ids.length - a.ids.length || a.line.localeCompare(b.line))
    .slice(0, 2)
}
