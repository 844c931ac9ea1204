import { parse } from 'yaml'
import { runAction } from '../../fake-runner/run-action'
import { reportSchema } from '../../../src/report/json'
import type { JsonReport, ReportedFix } from '../../../src/report/json-report'
import { isObject, mismatch } from '../../../src/report/json-schema'
import { addresses } from '../addresses'
import { passphrase, password } from '../keys'
import type { Lab } from '../prepare'
import { workflowFile } from '../run-scenario'
import { withServer } from '../server-check/check'
import type { CheckedSystem } from '../server-check/systems'
import type { System } from '../system'
import { type AppliedFix, printedFix } from './applied-fix'
import { changesBetween, listing } from './listing'

/** What came of one fix. */
export interface Applied {
  /** The result and the findings of the run before, and of the one after. */
  readonly before: string
  readonly after: string
  /** Changed lines of the listing that the fix is not for. */
  readonly otherChanges: readonly string[]
  /** Everything that the commands of the fix printed. */
  readonly said: string
}

type Inputs = Readonly<Record<string, string>>

/** A systemctl of the lab, where no systemd runs: it starts sshd, or ends it and starts it again. */
export const systemctl = `cat > /usr/local/bin/systemctl <<'END'
#!/bin/sh
echo "$@" >> /tmp/systemctl.log
case $1 in
  (restart|reload) pkill -o -x sshd; sleep 0.3; exec /usr/sbin/sshd -E /var/log/auth.log ;;
  (enable) pgrep -x sshd >/dev/null || exec /usr/sbin/sshd -E /var/log/auth.log ;;
esac
END
chmod 755 /usr/local/bin/systemctl; : > /tmp/systemctl.log
command -v sudo >/dev/null || { printf '#!/bin/sh\\nexec "$@"\\n' > /usr/local/bin/sudo; chmod 755 /usr/local/bin/sudo; }`

/** Sets the fault, runs the action, does what its report says, and runs the action again. */
export function applied(
  fix: AppliedFix,
  lab: Lab,
  roots: Readonly<Record<CheckedSystem, string>>,
): Promise<Applied> {
  const scenario = {
    ...{ name: fix.name, verdicts: [] },
    fault: [systemctl, typeof fix.fault === 'function' ? fix.fault(lab) : fix.fault].join('\n'),
    ...(fix.system && { system: fix.system }),
    ...(fix.config && { config: fix.config }),
    ...(fix.onceUp !== undefined && { onceUp: fix.onceUp }),
    ...(fix.starts !== undefined && { starts: fix.starts }),
  }
  return withServer(scenario, lab, roots, async (system, client) => {
    const inputs = {
      ...{ host: addresses.server4, username: 'deploy', timeout: '8s' },
      key: lab.keys.ed25519.private,
      ...fix.inputs?.(lab),
    }
    const report = await run(inputs, client, fix.later)
    const before = await listing(system)
    const steps = [fix.fix, ...(fix.then ?? [])].map((start) =>
      printedFix(report, fix.cause, start),
    )
    const lines = await follow(steps, fix, system)
    const changes = changesBetween(before, await listing(system))
    const again = await run({ ...inputs, ...secrets(lines, lab), ...fix.values }, client, fix.later)
    return {
      before: summaryOf(report),
      after: summaryOf(again),
      otherChanges: changes.filter((line) => !fix.changes?.some((each) => each.test(line))),
      said: await system.read('/tmp/said'),
    }
  })
}

/**
 * Does each step: commands as root in bash, twice, since nobody knows whether it was done; what is no command by hand. Gives the
 * lines of the workflow.
 */
async function follow(
  steps: readonly ReportedFix[],
  { byHand }: AppliedFix,
  system: System,
): Promise<Inputs> {
  let inputs: Inputs = {}
  for (const [index, { paste, what }] of steps.entries()) {
    if (!paste) throw new Error(`nothing to copy: ${what}`)
    if (paste.language === 'yaml') inputs = { ...inputs, ...entries(paste.text) }
    else {
      const step = index === 0 && byHand !== undefined ? byHand : 'bash /tmp/paste'
      await system.run(`cat > /tmp/paste <<'END-OF-PASTE'\n${paste.text}\nEND-OF-PASTE`)
      await system.run(`cat > /tmp/step <<'END-OF-STEP'\n${step}\nEND-OF-STEP`)
      await system.run(
        'cd /; for time in 1 2; do HOME=/root bash /tmp/step >> /tmp/said 2>&1 </dev/null || true; done',
      )
    }
  }
  return inputs
}

/** The lines of a `with:` as inputs. */
function entries(text: string): Inputs {
  const value: unknown = parse(text)
  if (!isObject(value)) throw new Error(`no lines of a workflow: ${text}`)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
}

/** With what the runner puts in the place of each expression. */
function secrets(inputs: Inputs, lab: Lab): Inputs {
  const values: Inputs = { key: lab.keys.ed25519.private, password, passphrase }
  return Object.fromEntries(
    Object.entries(inputs).map(([name, text]) => [
      name,
      text.startsWith('${{') ? (values[name] ?? '') : text,
    ]),
  )
}

async function run(inputs: Inputs, netns: string, later?: string): Promise<JsonReport> {
  const { report, log } = await runAction({
    inputs: { ...inputs, report: 'report.json' },
    env: { RUNNER_ENVIRONMENT: 'self-hosted' },
    ...(later !== undefined && {
      workflow: workflowFile({ key: '${{ secrets.SSH_KEY }}' }, inputs, later),
    }),
    netns,
    timeoutMs: 60_000,
  })
  if (isReport(report)) return report
  throw new Error(`no report: ${log}`)
}

const isReport = (value: unknown): value is JsonReport => mismatch(value, reportSchema) === null

/** Notices are left out: they change nothing. */
function summaryOf({ hosts }: JsonReport): string {
  const causesOf = ({ result, findings }: JsonReport['hosts'][number]) => [
    result,
    ...findings.filter(({ severity }) => severity !== 'notice').map(({ id }) => id),
  ]
  return hosts.map((host) => causesOf(host).join(' ')).join('; ')
}
