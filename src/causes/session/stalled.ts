import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { asUser } from '../fixes/as-user'
import { onServer, inWorkflow, sh, yaml } from '../fixes/build'
import { dropsPackets } from '../fixes/drops-packets'
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
      'The login works, but a command that prints one word does not answer. A start-up file of the shell waits for something (input, a network drive, an agent, a menu). Or the home directory is on a disk that hangs. A device on the way that drops the packets of a session (those with a DSCP mark, or large ones) looks the same.',
    detection:
      'The session opened and the command was sent, but neither its output nor its end came before the timeout.',
    firstMove: 'Run `ssh HOST true` by hand. See which command waits for an answer.',
  },
  needs: ['session'],
  judge(view) {
    const { exec, text } = shellOf(view)
    if (exec?.outcome !== 'stalled') return null
    const { answered = true } = exec
    return {
      // What hangs, the server or the way, cannot be seen. Without an answer to the request, the command may never have started.
      certainty: answered ? 'likely' : 'possible',
      evidence: { text: clip(text, 200), ms: exec.ms, answered },
      explains: ['session/sftp-missing', 'session/noisy-shell'],
    }
  },
  explain({ text, ms, answered }, { server }) {
    return {
      verdict: answered
        ? say`The login works, but a test command hangs`
        : say`The login works, but the server does not answer the request to run a command`,
      why: answered
        ? say`the server began to run the command, and it did not end before the timeout. A network that drops some of the packets looks the same.`
        : say`the request was sent, and not even an answer to it came before the timeout. The server hangs as it opens the session (PAM, a disk), or a device on the way drops its packets.`,
      observed: [
        say`This check waited ${duration(ms)} for it.`,
        text === '' ? say`It printed nothing.` : say`It printed: ${text}`,
      ],
      fixes: [
        !answered && dropsPackets,
        onServer(
          say`Put this line at the top of the user's ${'~/.bashrc'} (or of the start-up file of its shell). The rest of the file then runs in interactive shells only.`,
          interactiveOnly,
        ),
        server.system !== 'windows' &&
          onServer(
            say`Find out as the user where it hangs. If a disk hangs, ${'df'} hangs too.`,
            sh(`time ${asUser(server, 'bash -lc true; df -h ~')}`),
          ),
        answered && dropsPackets,
        inWorkflow(say`If the server is only slow, increase the timeout.`, yaml('timeout: 60s')),
      ],
    }
  },
})
