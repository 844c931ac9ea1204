import type { YAMLMap } from 'yaml'
import type { DeployStep, WorkflowFacts } from '../facts'
import {
  type DeployClient,
  deployClient,
  isSecretInput,
  knownInputs,
} from '../knowledge/deploy-clients'
import { actionPath, actionVersion } from '../workflow/action-path'
import type { StepPlace } from '../workflow/find-step'
import { redactedSource } from '../workflow/redacted-source'
import type { Reader } from '../workflow/yaml-reader'
import { endsScript } from './command-failure'
import { expanded, type PlacedStep } from './composite-steps'
import { type JobStep, jobCommand } from './job-scripts'
import { type CommandPlace, opensshPreparation } from './openssh-preparation'
import { decodedSources } from './key-files'
import { readScript } from './script'
import { type InputText, needsOfAction, needsOfCommand } from './server-needs'
import { whenRuns } from './step-condition'
import { sshCommands, unquoted, variableResolver } from './ssh-commands'

interface Variable {
  readonly line: number
  readonly source: string
}

type Variables = ReadonlyMap<string, Variable>

/**
 * The steps after our own, in the same job, that connect by SSH. What is not understood for certain is left out: an entry
 * that is missing from a step is one that nobody knows. So are steps that do not run, and those whose failure changes nothing.
 *
 * @param env the variables that our own step has; of values, only those of the runner are read
 * @param read gives a file of the checked-out repository, for composite actions in it
 */
export function readJob(
  { file, root, job, steps: all, ownIndex }: StepPlace,
  env: NodeJS.ProcessEnv,
  read: (path: string) => string | null = () => null,
): Required<Pick<WorkflowFacts, 'deploySteps' | 'decodes'>> {
  const runs = ({ file: own, map, caller }: PlacedStep): ReturnType<typeof whenRuns> => {
    const condition = own.text(own.get(map, 'if'))
    const when = condition === null ? 'always' : whenRuns(condition, env)
    if (when === 'never' || caller === null) return when
    return when === 'always' || runs(caller) === 'never' ? runs(caller) : when
  }
  const goesOn = ({ file: own, map, caller }: PlacedStep): 'no' | 'maybe' | 'yes' => {
    const text = own.text(own.get(map, 'continue-on-error')) ?? 'false'
    if (text === 'true') return 'yes'
    const above = caller === null ? 'no' : goesOn(caller)
    return text === 'false' ? above : above === 'yes' ? 'yes' : 'maybe'
  }
  const steps = all.flatMap((map, number): readonly (PlacedStep | null)[] => {
    const step = map && { file, map, caller: null }
    if (!step || number <= ownIndex) return [step]
    return expanded(step, read).filter((each) => runs(each) !== 'never')
  })
  const wide = variables(file, [root, job])
  const ours = variables(file, [all[ownIndex] ?? null])
  // What only our own `env:` sets is gone in the next step.
  const lasting = Object.keys(env).filter((name) => wide.has(name) || !ours.has(name))
  // What an earlier step wrote is there already: `ssh -G` tells it.
  const isConfigured = steps.slice(ownIndex + 1).some((step) => step && writesSshConfig(step))
  const shell = runDefault(file, job, 'shell') ?? runDefault(file, root, 'shell')
  const isElsewhere = [job, root].some((map) => runDefault(file, map, 'working-directory') !== null)
  const contextOf = (step: PlacedStep): StepContext => {
    const ownShell = step.file.text(step.file.get(step.map, 'shell')) ?? shell
    return {
      variables: [variables(step.file, [step.map]), wide],
      lasting,
      isConfigured,
      isElsewhere: isElsewhere || step.file.pair(step.map, 'working-directory') !== null,
      isPosix: isPosix(ownShell, file.source(file.pair(job, 'runs-on')?.value)),
      // The runner adds `-e` to the shells that it names itself.
      stopsOnError: ownShell === null || !/[\s{]/.test(ownShell.trim()),
      runs: runs(step) === 'always' ? 'always' : 'maybe',
      mayFail: goesOn(step) !== 'no',
    }
  }
  const scripts = steps.map((step, number) =>
    step ? jobStep(step.file, step.map, contextOf(step), number) : nothingDone,
  )
  const deploySteps = steps.flatMap((step, number) => {
    if (!step || number <= ownIndex || goesOn(step) === 'yes') return []
    const context = contextOf(step)
    const place = { job: scripts, own: ownIndex, step: number }
    return [
      ...actionStep(step.file, step.map, context),
      ...commandSteps(step.file, step.map, context, place),
    ]
  })
  return { deploySteps, decodes: decodedSources(scripts.flatMap(({ commands }) => commands ?? [])) }
}

const nothingDone: JobStep = { uses: null, text: '', isInWorkspace: true, commands: [] }

/** What a step runs, as far as it can be read. */
function jobStep(file: Reader, step: YAMLMap, context: StepContext, number: number): JobStep {
  const uses = file.text(file.get(step, 'uses'))
  const script = file.script(file.get(step, 'run'))
  if (script === null) return { ...nothingDone, uses: uses === null ? null : actionPath(uses) }
  const read = context.isPosix ? readScript(script.text) : null
  const resolve = resolver(script.text, context)
  const lineOf = (at: number) => script.lineOf(at)
  const place = { step: number, resolve, lineOf, stepRuns: context.runs }
  const commands = read?.commands.map((command) => jobCommand(command, place)) ?? null
  const isMoved = commands?.some(({ name }) => /^(cd|pushd)$/.test(name)) ?? true
  return {
    uses: null,
    text: script.text,
    isInWorkspace: !context.isElsewhere && !isMoved,
    commands,
  }
}

/** Fills in the variables and the expressions whose value the workflow file has. */
function resolver(script: string, context: StepContext): (text: string) => string {
  const variables = variableResolver(script, (name) => variable(context, name)?.source ?? null)
  return (text) => withVariables(variables(text), context)
}

/** The commands of a step whose preparation is looked for: each is a walk over all commands before it. */
const mostPrepared = 20

interface StepContext {
  /** Those of the step, then those of its job and of the workflow: the first that has a name counts. */
  readonly variables: readonly Variables[]
  readonly lasting: readonly string[]
  /** Some step of the job writes a configuration file of ssh, which may give any host another name, port or user. */
  readonly isConfigured: boolean
  readonly isPosix: boolean
  /** It has a working directory other than the workspace. */
  readonly isElsewhere: boolean
  /** Whether its shell ends a script at the first command that fails. */
  readonly stopsOnError: boolean
  readonly runs: DeployStep['runs']
  readonly mayFail: boolean
}

function actionStep(file: Reader, step: YAMLMap, context: StepContext): readonly DeployStep[] {
  const uses = file.text(file.get(step, 'uses'))
  const client = uses === null ? null : deployClient(actionPath(uses))
  if (uses === null || client?.kind !== 'action') return []
  const inputs = knownInputs(client)
  const entries = file.pairs(file.map(file.get(step, 'with'))).flatMap((pair) => {
    const input = file.text(pair.key)?.toLowerCase() ?? ''
    if (!inputs.includes(input)) return []
    const text = redactedSource(file.source(pair.value), isSecretInput(client, input))
    return [{ input, line: file.line(pair), text }]
  })
  const line = file.line(file.pair(step, 'uses'))
  return [
    {
      client: client.id,
      version: actionVersion(uses),
      line,
      entries: [...entries, ...(client.lists === 'runner' ? configured(context, line) : [])],
      env: beating(client, context),
      runs: context.runs,
      mayFail: context.mayFail,
      needs: needsOfAction(client, line, inputReader(file, step, context)),
    },
  ]
}

/** With the value that the workflow file gives a variable in the place of `${{ env.NAME }}`. */
function withVariables(text: string, context: StepContext): string {
  return text.replace(
    /\$\{\{\s*env\.(\w+)\s*\}\}/g,
    (all, name: string) => unquoted(variable(context, name)?.source ?? null) ?? all,
  )
}

/** The text of an input, in which `${{ env.NAME }}` has the value that the workflow file gives it. */
function inputReader(file: Reader, step: YAMLMap, context: StepContext) {
  const pairs = file.pairs(file.map(file.get(step, 'with')))
  return (name: string): InputText | null => {
    const pair = pairs.find(({ key }) => file.text(key)?.toLowerCase() === name)
    const script = pair ? file.script(pair.value) : null
    if (!pair || !script) return null
    return {
      text: withVariables(script.text, context),
      line: file.line(pair),
      lineOf: (index) => script.lineOf(index),
    }
  }
}

function commandSteps(
  file: Reader,
  step: YAMLMap,
  context: StepContext,
  place: CommandPlace,
): readonly DeployStep[] {
  const script = file.script(file.get(step, 'run'))
  if (script === null || !context.isPosix) return []
  const valueOf = (name: string) => variable(context, name)?.source ?? null
  const resolve = resolver(script.text, context)
  const lines = script.text.split('\n')
  const commands = sshCommands(script.text, valueOf)
  return commands.flatMap((found, at): readonly DeployStep[] => {
    const { client, program, index, entries, command } = found
    if (command.failure === 'ignored') return []
    const runsSsh = program !== 'other' || deployClient(client)?.command?.runsSsh === true
    const openssh = runsSsh && at < mostPrepared ? opensshPreparation(place, found) : null
    const line = script.lineOf(index)
    const shown = entries.map((entry) => ({
      input: entry.input,
      line: script.lineOf(entry.index),
      text: redactedSource(entry.text, false),
      ...(isFollowed(entry.text, lines[entry.index] ?? '') && { cutsCommand: true as const }),
    }))
    return [
      {
        client,
        version: null,
        line,
        entries: [...shown, ...configured(context, line)],
        env: [],
        runs: command.runs === 'maybe' ? 'maybe' : context.runs,
        mayFail: context.mayFail || !endsScript(command, context.stopsOnError),
        needs: needsOfCommand(found, resolve, (at) => script.lineOf(at)),
        ...(openssh && { openssh }),
      },
    ]
  })
}

/** Whether the last expression of a word is in this line of the script, with more behind it. */
function isFollowed(word: string, line: string): boolean {
  const last = word.lastIndexOf('${{')
  const end = word.indexOf('}}', last)
  if (last < 0 || end < 0) return false
  const expression = word.slice(last, end + 2)
  const text = line.replace(/\s+/g, ' ')
  const at = text.lastIndexOf(expression)
  return at >= 0 && !/^\s*(#|$)/.test(text.slice(at + expression.length))
}

function configured({ isConfigured }: StepContext, line: number): DeployStep['entries'] {
  return isConfigured ? [{ input: 'config', line, text: '' }] : []
}

/** The variables in effect that this client would take in place of an input, or run. */
function beating(client: DeployClient, context: StepContext): DeployStep['env'] {
  const inEffect = (name: string, isSecret: boolean): DeployStep['env'] => {
    const entry = variable(context, name)
    if (entry) {
      return [{ name, line: entry.line, text: redactedSource(entry.source, isSecret) }]
    }
    return context.lasting.includes(name) ? [{ name, line: null, text: null }] : []
  }
  return [
    ...Object.entries(client.overriddenByEnv).flatMap(([input, names]) =>
      names.flatMap((name) => inEffect(name, isSecretInput(client, input))),
    ),
    ...(client.scriptVariables ?? []).flatMap((name) => inEffect(name, true)),
  ]
}

const variable = ({ variables }: StepContext, name: string): Variable | undefined =>
  variables.find((each) => each.has(name))?.get(name)

/** The `env:` of these maps; a later map wins. */
function variables(file: Reader, maps: readonly (YAMLMap | null)[]): Variables {
  const found = new Map<string, Variable>()
  for (const map of maps) {
    for (const pair of file.pairs(file.map(file.get(map, 'env')))) {
      const name = file.text(pair.key)
      if (name !== null) found.set(name, { line: file.line(pair), source: file.source(pair.value) })
    }
  }
  return found
}

function writesSshConfig({ file, map: step }: PlacedStep): boolean {
  const uses = file.text(file.get(step, 'uses'))
  const isKeyAction = uses !== null && actionPath(uses) === 'shimataro/ssh-key-action'
  if (isKeyAction && file.pair(file.map(file.get(step, 'with')), 'config')) return true
  const script = file.script(file.get(step, 'run'))?.text ?? ''
  return /\.ssh\/config|ssh_config/.test(script)
}

/** `defaults.run.shell`, or another entry there, of a job or of the workflow. */
function runDefault(file: Reader, map: YAMLMap | null, name: string): string | null {
  const run = file.map(file.get(file.map(file.get(map, 'defaults')), 'run'))
  return file.text(file.get(run, name))
}

/** Commands are read as those of a POSIX shell, which is the default everywhere but on Windows. */
function isPosix(shell: string | null, runsOn: string): boolean {
  if (shell === null) return !/windows|\$\{\{/i.test(runsOn)
  return /^(bash|sh|dash|zsh|ksh)\b/.test(shell.trim())
}
