/**
 * The first thing that the bundle runs. On an older Node, parts of it fail with errors that nobody understands (`ReadableStream
 * is not defined`, `places.toSorted is not a function`): act, Gitea and Forgejo run actions with whatever Node their image has.
 */
import { writeSync } from 'node:fs'

/** As `engines` of package.json. */
const least = [20, 19] as const

const { node } = process.versions
const [major = 0, minor = 0] = node.split('.').map(Number)

if (major < least[0] || (major === least[0] && minor < least[1])) {
  const message = `SSH Preflight needs Node ${least.join('.')} or later, but this machine runs it with Node ${node}. Nothing was checked.`
  const isStep = process.env['GITHUB_ACTIONS'] === 'true'
  const fix = 'Use an image of the runner with a newer Node.'
  writeSync(1, isStep ? `::error title=Node is too old::${message} ${fix}\n` : `${message}\n`)
  process.exit(isStep && process.env['INPUT_FAIL_ON'] === 'never' ? 0 : 1)
}
