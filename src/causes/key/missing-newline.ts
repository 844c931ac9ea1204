import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, onComputer } from '../fixes/build'
import { quotedPath } from '../fixes/quoted'
import { keyFileStep, replaceKey } from '../fixes/replace-key'
import { judgeCorruption, observedOf } from '../readings/key-corruption'

export const missingNewline = defineCause({
  id: 'key/missing-newline',
  title: 'The private key has no newline at the end',
  severity: 'warning',
  page: {
    means:
      'The last line of the private key has no newline after it. OpenSSH does not read its own key format like that, and says "error in libcrypto". Deploys that write the secret to a file as it is fail. Those that add a newline (webfactory/ssh-agent, easingthemes/ssh-deploy) and those that do not use OpenSSH (appleboy/ssh-action) work. `gh secret set NAME < FILE` cuts the newline off.',
    detection:
      'The text ends in the last dash of its END line, and is a whole private key otherwise. OpenSSH reads keys in the older PEM formats without the newline, so those are not reported.',
    firstMove:
      'Write the file with `printf "%s\\n" "$KEY"`, or add an empty line at the end of the secret.',
  },
  lookalikes: {
    'A text that is corrupt in another way': 'With one more newline, the text is a private key.',
  },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/missing-newline', view),
  explain(evidence, view) {
    const { path } = view.key
    return {
      verdict: literal(
        'The private key has no newline at the end: deploys that give it to OpenSSH unchanged fail',
      ),
      why: literal('the text ends without a newline, and OpenSSH requires one.'),
      observed: observedOf(evidence),
      fixes:
        path === null
          ? [
              ...replaceKey(view),
              // A second newline does no harm, so this is right for every secret.
              inWorkflow(
                say`Or, if one of your steps writes the key to a file, have that step add the newline.`,
                keyFileStep(view, `printf '%s\\n' "$KEY"`),
              ),
            ]
          : [onComputer(say`Add the newline to the file.`, sh(`echo >> ${quotedPath(path)}`))],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
