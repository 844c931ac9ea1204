import type { CommandFacts, NeededProgram, TrialFacts } from '../../facts'
import { seen } from '../../facts/fact'
import { say } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { onServer, inWorkflow } from '../fixes/build'
import { stepNameFirst } from '../readings/following-steps'
import { programNeeds, type StepNeed } from '../readings/step-needs'

type Fault = 'docker-group' | 'docker-daemon' | 'rsync-refuses' | 'rsync-old'

/** Texts of docker's client (client/errors.go) and of the rsync of NAS systems. */
const refusals: readonly (readonly [Fault, RegExp, RegExp])[] = [
  ['docker-group', /(^|\/)docker$/, /permission denied/i],
  [
    'docker-daemon',
    /(^|\/)docker$/,
    /cannot connect to the docker daemon|is the docker daemon running/i,
  ],
  [
    'rsync-refuses',
    /(^|\/)rsync$/,
    /denied|not (?:allowed|permitted|enabled)|disabled|refused|forbidden/i,
  ],
]

export const commandFails = defineCause({
  id: 'deploy/command-fails',
  title: 'A program that the deploy needs refuses to work on the server',
  severity: 'error',
  page: {
    means:
      'The program is installed on the server, and what the deploy does with it fails. The user cannot use the socket of Docker, or its daemon is not running. A NAS allows rsync only where its service is on. `rsync --mkpath` needs rsync 3.2.3 on both sides.',
    detection:
      'The server ran `docker version`, which asks the daemon. rsync was started as a server without a client: it then says the version of its protocol, and reads and writes no file.',
    firstMove: 'Run the command on the server as this user, and read what it says.',
  },
  lookalikes: {
    'A program that is not installed': 'The program was started on the server.',
  },
  needs: ['deploy'],
  judge(view) {
    const { deploy } = view
    const known = seen(deploy.programs)?.commands ?? []
    const found = programNeeds(view).flatMap((by) => {
      const program = known.find(({ name }) => name === by.need.name)
      const fault = program && faultOf(program, by)
      return fault ? [{ by, fault, trial: program.trial }] : []
    })
    const first = found.find(({ by }) => by.isSure) ?? found[0]
    if (!first) return null
    const { by, fault, trial } = first
    return {
      certainty: 'proved',
      severity: by.isSure ? 'error' : 'warning',
      evidence: {
        program: by.need.name,
        fault,
        text: trial?.text ?? '',
        version: trial?.version ?? null,
        user: deploy.account?.name ?? view.input.user ?? 'the user',
        line: by.need.line,
        step: by.step.line,
        client: by.step.client,
      },
    }
  },
  explain({ program, fault, text, version, user, step, client }) {
    const isOld = fault === 'rsync-old'
    return {
      verdict: isOld
        ? say`rsync ${version ?? ''} on the server does not know ${'--mkpath'}`
        : fault === 'docker-daemon'
          ? say`Docker is installed on the server, and its daemon does not answer`
          : say`${program} is installed on the server, and ${user} cannot use it`,
      why: isOld
        ? say`the server was asked for the version. rsync has this option since 3.2.3.`
        : say`the server started it as this user, and it refused.`,
      observed: [
        text !== '' && say`It said: ${text}`,
        say`${stepNameFirst(step, client)} starts it there.`,
      ],
      fixes: fixes[fault],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})

function faultOf({ name, trial }: CommandFacts, { step }: StepNeed<NeededProgram>): Fault | null {
  if (!trial) return null
  const makesAll = step.needs.directories.some(
    ({ creates, through }) => creates === 'all' && through === 'shell',
  )
  if (/(^|\/)rsync$/.test(name) && makesAll && lacksMkpath(trial)) return 'rsync-old'
  if (trial.works) return null
  return refusals.find((each) => each[1].test(name) && each[2].test(trial.text))?.[0] ?? null
}

/** rsync has `--mkpath` since version 3.2.3. */
function lacksMkpath({ version }: TrialFacts): boolean {
  if (version === null) return false
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return major * 1e6 + minor * 1e3 + patch < 3_002_003
}

const fixes: Readonly<Record<Fault, Draft['fixes']>> = {
  'docker-group': [
    onServer(
      say`Decide whether this user should be a member of the group ${'docker'}. Its members can do everything that root can. The next login after the change has the group.`,
    ),
    inWorkflow(
      say`Or run Docker as root with ${'sudo docker'} in the script, if the user may do so without a password.`,
    ),
  ],
  'docker-daemon': [
    onServer(
      say`Start the service of Docker, and let it start at boot: ${'systemctl enable --now docker'}.`,
    ),
  ],
  'rsync-refuses': [
    onServer(
      say`On a NAS, turn on the service of rsync, and allow it for this user. On Synology it is in Control Panel, File Services, rsync.`,
    ),
    inWorkflow(say`Or copy with scp or sftp.`),
  ],
  'rsync-old': [
    inWorkflow(
      say`Leave out ${'--mkpath'}, and create the directories before, with ${'mkdir -p'} over ssh.`,
    ),
    onServer(say`Or install rsync 3.2.3 or later on the server.`),
  ],
}
