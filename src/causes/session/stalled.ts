import { admin, author, sh, yaml } from '../fixes/build'
import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { asUser } from '../fixes/as-user'
import { clip } from '../readings/clip'
import { shellOf } from '../readings/shell'
import { onlyForPeople } from '../readings/start-up-file'
export const sessionStalled = defineCause({
  id: 'session/stalled',
  title: 'A harmless command does not end',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The login works, but a command that prints one word gives no answer. A start-up file of the shell waits for something (input, a network drive, an agent, a menu), or the home folder lies on a disk that hangs.',
    detection:
      'The session opened, the command was sent, and neither its output nor its end came before the time was up.',
    alsoSeenAs: ['Run Command Timeout', 'i/o timeout', 'Error: The operation was canceled.'],
  },
  needs: [],
  judge(view) {
    const exec = shellOf(view)?.exec
    if (exec?.outcome !== 'stalled') return null
    const text = [exec.before, exec.after, exec.stderr].join('\n').trim()
    return {
      certainty: 'proved',
      evidence: { text: clip(text, 200), ms: exec.ms },
      explains: ['session/sftp-missing', 'session/noisy-shell'],
    }
  },
  explain({ text, ms }, view) {
    return {
      verdict: say`The login works, but a harmless command does not end`,
      why: say`the command was sent, and its end was never seen.`,
      observed: [
        say`We waited ${duration(ms)} for it.`,
        text === '' ? say`It printed nothing.` : say`It printed: ${text}`,
      ],
      fixes: [
        admin(
          say`Put this line at the top of the user's ${'~/.bashrc'} (or the start-up file of its shell), so that nothing after it runs for commands.`,
          onlyForPeople,
        ),
        admin(
          say`See as the user where it hangs; ${'df'} hangs as well when a disk does.`,
          sh(`time ${asUser(view.server, 'bash -lc true; df -h ~')}`),
        ),
        author(say`If the server is only slow, give it more time.`, yaml('timeout: 60s')),
      ],
    }
  },
})
