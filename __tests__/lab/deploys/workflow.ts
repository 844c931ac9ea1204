import { stringify } from 'yaml'
import type { SetUp, Step } from './set-up'

/** `with:` of our step where the set-up says nothing else. */
const ours = {
  host: '${{ secrets.SSH_HOST }}',
  username: '${{ secrets.SSH_USER }}',
  key: '${{ secrets.SSH_KEY }}',
  timeout: '20s',
}

/** `with:` of our step, as it is written in the file. */
export function ourInputs(setUp: SetUp): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string | null>> = { ...ours, ...setUp.ours }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, text]) => (text === null ? [] : [[name, text] as const])),
  )
}

/** The workflow file of a set-up, as its author would have written it. */
export function workflowText(setUp: SetUp): string {
  const check: Step = { uses: 'ssh-preflight/ssh-preflight@v1', with: ourInputs(setUp) }
  const steps = [...(setUp.before ?? []), check, ...setUp.later]
  const deploy = { 'runs-on': 'ubuntu-latest', ...setUp.job, steps }
  return stringify({ name: 'Deploy', on: 'push', jobs: { deploy } }, { lineWidth: 0 })
}
