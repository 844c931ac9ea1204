import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, onComputer } from '../fixes/build'
import { quotedPath } from '../fixes/quoted'
import { secretName, setSecret } from '../fixes/set-secret'
import { withBlock } from '../fixes/with-block'

export const passphraseMissing = defineCause({
  id: 'key/passphrase-missing',
  title: 'The private key needs a passphrase',
  severity: 'error',
  page: {
    means:
      'The private key is encrypted with a passphrase, and none was given. ssh asks a person for it, but a workflow cannot answer. So the key is not used at all and the login fails, often with a message about something else.',
    detection: 'The key file says itself that it is encrypted.',
    firstMove: 'Make a key without a passphrase for the deploy, or set `passphrase`.',
  },
  lookalikes: {
    'A key that is corrupt': 'The key names how it is encrypted, and no passphrase was given.',
  },
  needs: ['key'],
  judge({ key }) {
    if (key.passphrase !== 'missing' || key.form.startsWith('ppk')) return null
    const { from, type } = key
    return { certainty: 'proved', evidence: { from, type } }
  },
  explain({ type }, view) {
    const name = secretName(view, 'passphrase')
    const value = `\${{ secrets.${name} }}`
    const file = quotedPath(view.key.path ?? '~/.ssh/deploy_key')
    const isSet = view.workflow?.with.some((entry) => entry.input === 'passphrase') === true
    return {
      verdict: literal('The private key is encrypted, and no passphrase was given'),
      why: literal('the key file itself says that it is encrypted.'),
      observed: [
        type === null
          ? literal('The private key is encrypted.')
          : say`The private key is encrypted; its type is ${type}.`,
        say`Its public key can be shown only with the passphrase: ${`ssh-keygen -y -f ${file}`} asks for it and prints the key.`,
        ...(isSet
          ? [say`The workflow sets ${inputName('passphrase')}, but it arrived empty.`]
          : []),
      ],
      fixes: [
        inWorkflow(
          say`Store the passphrase as a secret and give it to this step, and to the deploy step as well.`,
          withBlock({ passphrase: value }),
        ),
        ...(view.runner.platform === 'github'
          ? [inWorkflow(say`Set that secret; gh asks for the value.`, sh(setSecret(view, name)))]
          : []),
        onComputer(
          say`Or remove the passphrase from a copy of the key, and store that copy. A deploy client without an input for the passphrase needs this.`,
          sh(`cp ${file} deploy_key_plain && ssh-keygen -p -N '' -f deploy_key_plain`),
        ),
      ],
      change: { input: 'passphrase', value },
    }
  },
  pointsAt: (evidence) => evidence.from,
})
