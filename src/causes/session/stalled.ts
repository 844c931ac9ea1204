import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { asUser } from '../fixes/as-user'
import { admin, author, sh, yaml } from '../fixes/build'
import { interactiveOnly } from '../fixes/start-up-file'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'

export const sessionStalled = defineCause({
  id: 'session/stalled',
  title: 'A test command hangs',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works, but a command that prints one word does not answer. A start-up file of the shell waits for something (input, a network drive, an agent, a menu), or the home directory is on a disk that hangs.',
    detection:
      'The session opened and the command was sent, but neither its output nor its end came before the timeout.',
    alsoSeenAs: ['Run Command Timeout', 'i/o timeout', 'Error: The operation was canceled.'],
  },
  needs: ['session'],
  judge(view) {
    const { exec, text } = shellOf(view)
    if (exec?.outcome !== 'stalled') return null
    return {
      certainty: 'proved',
      evidence: { text: clip(text, 200), ms: exec.ms },
      explains: ['session/sftp-missing', 'session/noisy-shell'],
    }
  },
  explain({ text, ms }, { server }) {
    return {
      verdict: say`The login works, but a test command hangs`,
      why: say`the command was sent, and did not end before the timeout.`,
      observed: [
        say`This check waited ${duration(ms)} for it.`,
        text === '' ? say`It printed nothing.` : say`It printed: ${text}`,
      ],
      fixes: [
        admin(
          say`Put this line at the top of the user's ${'~/.bashrc'} (or of the start-up file of its shell). The rest of the file then runs in interactive shells only.`,
          interactiveOnly,
        ),
        server.system !== 'windows' &&
          admin(
            say`Find out as the user where it hangs. If a disk hangs, ${'df'} hangs too.`,
            sh(`time ${asUser(server, 'bash -lc true; df -h ~')}`),
          ),
        author(say`If the server is only slow, increase the timeout.`, yaml('timeout: 60s')),
      ],
    }
  },
})
