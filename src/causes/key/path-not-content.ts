import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { replaceKey } from '../fixes/replace-key'
import { withBlock } from '../fixes/with-block'

export const pathNotContent = defineCause({
  id: 'key/path-not-content',
  title: 'A path was given instead of the private key',
  severity: 'error',
  page: {
    means:
      'The input `key` is the path of a file. It should be the content of the private key itself. A path belongs in `key_path`, and the file must exist on the runner, which is a fresh machine without your files.',
    detection: 'The value is a single line in the form of a path.',
    firstMove: 'Put the text of the key into `key`, or the path into `key_path`.',
  },
  lookalikes: { 'A key that is corrupt': 'The text is the path of a file.' },
  needs: ['key'],
  judge({ key: { form, from } }) {
    return form === 'path' ? { certainty: 'proved', evidence: { from } } : null
  },
  explain({ from }, view) {
    const inFile = from === 'key_path'
    return {
      verdict: inFile
        ? literal('The key file contains the path of another file, not a private key')
        : say`The ${inputName('key')} input is the path of a file, not the private key`,
      why: literal('the value is one line in the form of a path.'),
      observed: [
        inFile
          ? literal('The file has one line, in the form of a path.')
          : say`The value of ${inputName('key')} is one line in the form of a path.`,
      ],
      fixes: [
        ...replaceKey(view),
        ...(inFile
          ? []
          : [
              inWorkflow(
                say`Or, if an earlier step writes that file on the runner, use ${inputName('key_path')} instead of ${inputName('key')}.`,
                withBlock({ key_path: '/path/of/the/private/key' }),
              ),
            ]),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
