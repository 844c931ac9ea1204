/** What the workflow, the runner and the inputs say, as facts before the redaction. */
import type {
  DeployStep,
  InputFacts,
  InputProblem,
  KnownHostKey,
  OpensshPreparation,
  RepositoryPages,
  RunnerFacts,
  RunnerSshFacts,
  WorkflowFacts,
  WrittenKeyFile,
} from '../facts'
import { ours, oursOrNull, type Raw } from '../facts/unredacted'
import type { Fact } from '../facts/fact'

/** The facts of the inputs; the login name has been judged with the inputs, where the whole of it is known. */
export function rawInput(facts: InputFacts): Raw<InputFacts> {
  const { misnamed, ...others } = facts
  return {
    ...others,
    host: oursOrNull(facts.host),
    user: oursOrNull(facts.user),
    cleaned: facts.cleaned.map(({ what, ...rest }) => ({ ...rest, what: ours(what) })),
    ...(misnamed && {
      misnamed: misnamed.map(({ input, written }) => ({ input, written: ours(written) })),
    }),
    problems: facts.problems.map(rawProblem),
  }
}

function rawProblem(problem: InputProblem): Raw<InputProblem> {
  if (!('shown' in problem)) return problem
  const shown = ours(problem.shown)
  if (problem.kind === 'host-malformed')
    return { ...problem, shown, suggestion: oursOrNull(problem.suggestion) }
  if (problem.kind === 'option-invalid')
    return { ...problem, shown, expected: ours(problem.expected) }
  return { ...problem, shown }
}

/** What the runner says of itself. */
export function rawRunner(facts: RunnerFacts): Raw<RunnerFacts> {
  const { actionRef, job, pages, ...others } = facts
  return {
    ...others,
    ...(job !== undefined && { job: ours(job) }),
    ...(pages !== undefined && { pages: pages && rawPages(pages) }),
    event: ours(facts.event),
    actor: ours(facts.actor),
    actionRepository: oursOrNull(facts.actionRepository),
    ...(actionRef !== undefined && { actionRef: oursOrNull(actionRef) }),
  }
}

const rawPages = ({ root, commit, branch }: RepositoryPages): Raw<RepositoryPages> => ({
  root: ours(root),
  commit: ours(commit),
  branch: oursOrNull(branch),
})

/** What the ssh of the runner says for a host. */
export function rawRunnerSsh(facts: RunnerSshFacts): Raw<RunnerSshFacts> {
  const { version, missing, accountHome, config, agentKeys, ...others } = facts
  const { hostKeys, namedHostKeys, keyFiles, ...rest } = others
  return {
    ...rest,
    version: oursOrNull(version),
    missing: missing.map(ours),
    accountHome: oursOrNull(accountHome),
    config: config && {
      ...config,
      hostName: ours(config.hostName),
      proxyJump: oursOrNull(config.proxyJump),
      user: ours(config.user),
      identityFiles: config.identityFiles.map(ours),
    },
    hostKeys: rawKnownKeys(hostKeys),
    namedHostKeys: namedHostKeys.map(({ file, hostKeys: keys }) => ({
      file: ours(file),
      hostKeys: rawKnownKeys(keys),
    })),
    keyFiles: keyFiles.map(({ path, fingerprint }) => ({
      path: ours(path),
      fingerprint: oursOrNull(fingerprint),
    })),
    agentKeys: agentKeys === null ? null : agentKeys.map(ours),
  }
}

const rawKnownKeys = (keys: RunnerSshFacts['hostKeys']) =>
  keys === null ? null : keys.map(rawKnownKey)

const rawKnownKey = ({ type, fingerprint, ...key }: KnownHostKey): Raw<KnownHostKey> => ({
  ...key,
  type: ours(type),
  fingerprint: ours(fingerprint),
})

/** The workflow file: a secret may be written in it as it is. */
export function rawWorkflow(fact: Fact<WorkflowFacts>): Raw<Fact<WorkflowFacts>> {
  if (fact.state === 'not-checked') return fact
  if (fact.state === 'failed') {
    const { message, code } = fact.error
    return { ...fact, error: { message: ours(message), code: oursOrNull(code) } }
  }
  const { from, runsOn, environment, deploySteps, decodes, ...facts } = fact.value
  return {
    ...fact,
    value: {
      ...facts,
      path: ours(facts.path),
      ...(from && { from: { repository: ours(from.repository), commit: ours(from.commit) } }),
      with: facts.with.map(rawEntry),
      ...(runsOn !== undefined && { runsOn: oursOrNull(runsOn) }),
      ...(environment !== undefined && { environment: oursOrNull(environment) }),
      ...(deploySteps && { deploySteps: deploySteps.map(rawStep) }),
      ...(decodes && { decodes: decodes.map(ours) }),
    },
  }
}

function rawStep({ openssh, ...step }: DeployStep): Raw<DeployStep> {
  return {
    ...step,
    client: ours(step.client),
    version: oursOrNull(step.version),
    entries: step.entries.map(rawEntry),
    env: step.env.map(({ name, line, text }) => ({
      name: ours(name),
      line,
      text: oursOrNull(text),
    })),
    needs: {
      ...step.needs,
      programs: step.needs.programs.map((each) => ({ ...each, name: ours(each.name) })),
      directories: step.needs.directories.map((each) => ({ ...each, path: ours(each.path) })),
      sudo: step.needs.sudo.map((each) => ({ ...each, command: ours(each.command) })),
    },
    ...(openssh && { openssh: rawPreparation(openssh) }),
  }
}

function rawPreparation({
  scans,
  keyFile,
  otherFiles,
  ...rest
}: OpensshPreparation): Raw<OpensshPreparation> {
  return {
    ...rest,
    scans: scans.map(({ host, port, types, timeout, ...scan }) => ({
      ...scan,
      host: ours(host),
      port: oursOrNull(port),
      types: oursOrNull(types),
      timeout: oursOrNull(timeout),
    })),
    keyFile: keyFile && rawKeyFile(keyFile),
    otherFiles: otherFiles.map(rawKeyFile),
  }
}

const rawKeyFile = (file: WrittenKeyFile): Raw<WrittenKeyFile> => ({
  ...file,
  path: ours(file.path),
  source: ours(file.source),
})

type Entry = WorkflowFacts['with'][number]

const rawEntry = ({ input, line, text }: Entry): Raw<Entry> => ({
  input: ours(input),
  line,
  text: ours(text),
})
