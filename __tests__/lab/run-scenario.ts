import { rm } from 'node:fs/promises'
import { type ActionRun, runAction } from '../fake-runner/run-action'
import { startAgent } from './agent'
import { addresses, serverName, targetName } from './addresses'
import { shell } from './command'
import { disagreements, type Given } from './disagreements'
import { password } from './keys'
import { placeName } from './leftovers'
import { type RunningTarget, startBehind } from './behind'
import { buildNetwork, setFirewall } from './network'
import type { Lab } from './prepare'
import { startResolver } from './resolver'
import type { Scenario } from './scenario'
import { type RunningServer, startFake, startServer } from './servers'
import { failedLoginsIn } from './failed-logins'
import { startSystem, type System } from './system'

/** What a scenario came to. */
export interface Outcome {
  readonly scenario: Scenario
  readonly given: Given
  /** What is not as declared, in sentences; empty when all is. */
  readonly problems: readonly string[]
  /** The job summary, as uploaded. */
  readonly summary: string
  /** The action's log and the server's, for whoever looks into a problem. */
  readonly logs: string
}

/** Sets the fault in its own network and system, runs the action, and compares. Cleans up in any case. */
export function runScenario(scenario: Scenario, lab: Lab): Promise<Outcome> {
  return inPlace(scenario, lab, async (place, inputs) => {
    const before = await place.server.log()
    const once = () =>
      runAction({
        inputs,
        secrets: [inputs.key, ...otherSecrets(inputs), password].filter((value) => value !== ''),
        env: { RUNNER_ENVIRONMENT: 'self-hosted', ...place.env, ...scenario.env },
        ...(scenario.workflow
          ? { workflow: workflowFile(scenario.workflow, inputs, scenario.later) }
          : {}),
        ...(scenario.contexts ? { contexts: scenario.contexts } : {}),
        ...(scenario.event ? { event: scenario.event } : {}),
        netns: place.client,
        timeoutMs: 60_000,
      })
    for (let time = 1; time < (scenario.times ?? 1); time++) await once()
    const action = await once()
    const publicKeys = Object.values(lab.keys).map((pair) => pair.public)
    const log = (await place.server.log()).slice(before.length)
    const given: Given = {
      ...answerOf(action),
      connections: place.server.connectionsIn(log),
      failedLogins: place.isOpenSsh
        ? await failedLoginsIn(log, lab.roots['9.2'], 'aggressive')
        : null,
      normalFailedLogins: place.isOpenSsh
        ? await failedLoginsIn(log, lab.roots['9.2'], 'normal')
        : null,
      behind: await countBehind(place.behind, lab),
    }
    const afterwards = await place.system.run(scenario.afterwards ?? 'true').then(
      () => [],
      (error: unknown) => [String(error)],
    )
    return {
      scenario,
      given,
      summary: action.summary,
      problems: [...disagreements(scenario, given, action, inputs, publicKeys), ...afterwards],
      logs: [
        ...[action.log, action.raw.stderr, `--- the server's log`, before + log],
        ...(place.behind ? [`--- the target's log`, await place.behind.log()] : []),
      ].join('\n'),
    }
  })
}

/** Builds what the scenario declares, does the work there with the inputs of the step, and takes it all down. */
export async function inPlace<Result>(
  scenario: Scenario,
  lab: Lab,
  work: (place: LabNetwork, inputs: Inputs) => Promise<Result>,
): Promise<Result> {
  const started: Stoppable[] = []
  try {
    return await work(await setUp(scenario, lab, started), inputsOf(scenario, lab))
  } finally {
    await stopAll(started)
  }
}

/** `with:` of the step; these three are never left out. */
export type Inputs = Readonly<Record<string, string>> & {
  readonly host: string
  readonly username: string
  readonly key: string
}

export const inputsOf = (scenario: Scenario, lab: Lab): Inputs => ({
  host: serverName,
  username: 'deploy',
  key: lab.keys.ed25519.private,
  timeout: '8s',
  ...(scenario.behind ? throughServer(lab) : {}),
  ...scenario.inputs?.(lab),
})

/** The inputs of a target that is reached through the lab's server, each with its own key. */
const throughServer = (lab: Lab) => ({
  host: targetName,
  proxy_host: serverName,
  proxy_username: 'deploy',
  proxy_key: lab.keys.ecdsa.private,
})

const otherSecrets = (inputs: Readonly<Record<string, string>>) =>
  ['proxy_key', 'admin_key', 'admin_password'].map((name) => inputs[name] ?? '')

async function countBehind(target: RunningTarget | null, lab: Lab): Promise<Given['behind']> {
  if (target === null) return null
  const log = await target.log()
  const failedLogins = target.isOpenSsh
    ? await failedLoginsIn(log, lab.roots['9.2'], 'aggressive')
    : 0
  return { connections: target.connectionsIn(log), failedLogins }
}

interface Stoppable {
  stop(): Promise<void>
}

export interface LabNetwork {
  readonly client: string
  readonly system: System
  readonly server: RunningServer
  readonly isOpenSsh: boolean
  /** The target, when the server is a jump host. */
  readonly behind: RunningTarget | null
  /** What the scenario adds to the runner's environment. */
  readonly env: Readonly<Record<string, string>>
}

let scenarios = 0

/** Builds everything that the scenario declares, and adds to `started` what must be stopped, in order of start. */
async function setUp(scenario: Scenario, lab: Lab, started: Stoppable[]): Promise<LabNetwork> {
  scenarios += 1
  const name = placeName(scenarios)
  const kept = <T extends Stoppable>(thing: T): T => {
    started.push(thing)
    return thing
  }
  const own = await lab.folder(name)
  kept({ stop: () => rm(own, { recursive: true, force: true }) })
  const network = kept(
    await buildNetwork(name, { delayMs: 0, clientHasIpv6: true, ...scenario.path }),
  )
  const records = scenario.dns ?? { [serverName]: [addresses.server4] }
  const resolver = await startResolver(network.client, scenario.resolver ?? 'zone', records, own)
  if (resolver) kept(resolver)
  const declared = scenario.server ?? { kind: 'openssh', version: '9.2' }
  const root = scenario.firewalled
    ? lab.firewalled
    : lab.roots[declared.kind === 'openssh' ? declared.version : '9.2']
  const system = kept(await startSystem(root, own, network.server))
  await system.run(authorize(lab))
  if (scenario.inServer) await system.run(scenario.inServer)
  const server = await startServer(declared, system, network.server)
  const behind =
    scenario.behind === undefined
      ? null
      : kept(
          await startBehind(
            name,
            scenario.behind,
            { netns: network.server, system },
            own,
            lab,
            authorize(lab),
          ),
        )
  for (const fake of scenario.otherPrograms ?? []) kept(await startFake(network.server, fake))
  if (scenario.onceUp) await system.run(scenario.onceUp)
  if (scenario.firewall) await setFirewall(network.server, scenario.firewall)
  if (scenario.inClient) {
    await shell('ip netns exec "$1" sh -euc "$2"', network.client, scenario.inClient)
  }
  const agent = scenario.agent && kept(await startAgent(scenario.agent, lab.keys, own))
  return {
    client: network.client,
    system,
    server,
    isOpenSsh: declared.kind === 'openssh',
    behind,
    env: agent ? { SSH_AUTH_SOCK: agent.socket } : {},
  }
}

async function stopAll(started: readonly Stoppable[]): Promise<void> {
  for (const thing of [...started].reverse()) await thing.stop()
}

/** Lists the client's keys, save the stranger's, in the authorized_keys of deploy and of root. */
function authorize(lab: Lab): string {
  const lines = Object.values(lab.keys)
    .map((pair) => pair.public)
    .filter((line) => line !== lab.keys.stranger.public)
  return `for home in /root /home/deploy; do
      install -d -m 700 $home/.ssh
      cat > $home/.ssh/authorized_keys <<'END'
${lines.join('\n')}
END
      chmod 600 $home/.ssh/authorized_keys
    done
    chown -R deploy:deploy /home/deploy/.ssh`
}

/** A workflow file with our step in it, and `later` steps after it; `source` has the text of the entries that are expressions. */
export function workflowFile(
  source: Readonly<Record<string, string | null>>,
  inputs: Readonly<Record<string, string>>,
  later = '',
) {
  const entries = Object.entries({ ...inputs, ...source }).filter(([, text]) => text !== null)
  const text = [
    ...['on: push', 'jobs:', '  deploy:', '    runs-on: ubuntu-latest', '    steps:'],
    ...['      - uses: ssh-preflight/ssh-preflight@v1', '        with:'],
    ...entries.map(([input, value]) => `          ${input}: ${yamlOf(value ?? '')}`),
    later,
  ].join('\n')
  return {
    path: '.github/workflows/deploy.yml',
    text,
    job: 'deploy',
    action: '__ssh-preflight_ssh-preflight',
  }
}

/** As people write it: an expression and a number stand without quotes. */
function yamlOf(value: string): string {
  return /^(\$\{\{[^"\n]*\}\}|\d+)$/.test(value) ? value : JSON.stringify(value)
}

/** The parts of an action's run that a scenario speaks of. */
function answerOf(
  action: ActionRun,
): Omit<Given, 'connections' | 'failedLogins' | 'normalFailedLogins' | 'behind'> {
  const { result = '', cause = '', causes = '', certainty = '' } = action.outputs
  const list: unknown = causes === '' ? [] : JSON.parse(causes)
  return {
    result,
    cause: cause === '' ? 'pass' : cause,
    causes: Array.isArray(list) ? list.map(String) : [],
    certainty,
    exitCode: action.exitCode,
    ms: action.ms,
  }
}
