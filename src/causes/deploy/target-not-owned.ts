import { directoryCommands } from '../../knowledge/directory-commands'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, sh } from '../fixes/build'
import { pathWord, userWord } from '../fixes/quoted'
import { stepName, stepNameFirst } from '../readings/following-steps'
import { usedDirectories } from '../readings/step-needs'

export const targetNotOwned = defineCause({
  id: 'deploy/target-not-owned',
  title: 'The user of rsync does not own the target directory',
  severity: 'error',
  page: {
    means:
      'The user can write to the target directory, but another user owns it. rsync with `-a` or `-t` also sets the times of the directory itself, which only its owner can do. rsync copies the files, and then ends with code 23.',
    detection:
      'The server was asked for the owner of the directory and for the user of the deploy. The switches of rsync were read in the workflow file.',
    firstMove: 'Leave out times and owners: `rsync -rlz --omit-dir-times --no-times`.',
  },
  lookalikes: {
    'A server that lets others set the times':
      'Only the owner or root can set the times of a directory (utimensat(2)).',
  },
  needs: ['deploy'],
  judge(view) {
    const { account, by: through } = view.deploy
    if (!account || through !== 'shell' || account.uid === 0) return null
    const found = usedDirectories(view, view.deploy).flatMap(({ facts, by }) => {
      const { kind, owner, writable } = facts
      const isOther = kind === 'directory' && owner !== null && owner !== account.name
      return by?.need.setsTimes === true && isOther && writable === true
        ? [{ by, path: facts.path, owner, group: facts.group, mode: facts.mode }]
        : []
    })
    const [first] = found
    if (!first) return null
    const { by, path, owner, mode } = first
    return {
      certainty: 'proved',
      severity: by.isSure ? 'error' : 'warning',
      evidence: {
        path,
        owner,
        mode,
        user: account.name,
        line: by.need.line,
        step: by.step.line,
        client: by.step.client,
      },
    }
  },
  explain({ path, owner, mode, user, step, client }, { server }) {
    const { own } = directoryCommands[server.system]
    return {
      verdict: say`rsync will end with code 23: ${path} belongs to ${owner}, not to ${user}`,
      why: say`only the owner of a directory can set its times, and the switches of ${stepName(step, client)} ask for it.`,
      observed: [
        say`${path} has the mode ${mode ?? 'unknown'} and belongs to ${owner}. ${user} can write there.`,
        say`${stepNameFirst(step, client)} sets the times of it.`,
      ],
      fixes: [
        inWorkflow(
          say`Add ${'--omit-dir-times'} (short: ${'-O'}) to the switches of rsync. Files keep their times.`,
          sh('rsync -az --omit-dir-times'),
        ),
        own !== null &&
          onServer(
            say`Or give the directory itself to the user. What is in it keeps its owner.`,
            commands(server.system, own(userWord(server), pathWord(server.system, path))),
          ),
      ],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})
