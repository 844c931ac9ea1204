import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh } from '../fixes/build'
import { quotedPath } from '../fixes/quoted'
import { withBlock } from '../fixes/with-block'

export const fileUnreadable = defineCause({
  id: 'key/file-unreadable',
  title: 'The private key file cannot be read',
  severity: 'error',
  pointsAt: 'key_path',
  page: {
    means:
      'The file that `key_path` names does not exist, cannot be read by the user of the runner, or is not a file. A runner hosted by GitHub is a fresh machine without your files, so an earlier step of the same job has to write the file. A container job has a different home directory.',
    detection: 'The operating system refused to open the file, with this error.',
    firstMove: 'Print `ls -l` of the key file in the same step, and check path and owner.',
  },
  lookalikes: {
    'A file with a wrong content': 'The system refused to read the file, and said why.',
  },
  needs: ['key'],
  judge({ key }) {
    if (key.form !== 'unreadable-file') return null
    const { path, fileError } = key
    return { certainty: 'proved', evidence: { path: path ?? '', error: fileError ?? 'unknown' } }
  },
  explain({ path, error }, view) {
    const isLocal = view.runner.platform === 'terminal'
    return {
      verdict: verdictOf(path, error),
      why: literal('the operating system said so when the file was opened.'),
      observed: [say`Opening ${path} failed with ${error}.`],
      fixes: [
        inWorkflow(
          isLocal
            ? literal('Check the path.')
            : literal('Check in an earlier step whether the file exists, and who can read it.'),
          sh(`ls -l ${quotedPath(path)}`),
        ),
        ...(isLocal
          ? []
          : [
              inWorkflow(
                say`Or pass the key itself: ${inputName('key')} is its text from a secret, without a file.`,
                withBlock({ key: '${{ secrets.SSH_KEY }}' }),
              ),
            ]),
      ],
    }
  },
})

function verdictOf(path: string, error: string): Words {
  if (error === 'ENOENT' || error === 'ENOTDIR') return say`There is no private key file at ${path}`
  if (error === 'EACCES' || error === 'EPERM')
    return say`This user has no permission to read the private key file ${path}`
  if (error === 'EISDIR') return say`${path} is a directory, not a private key file`
  if (error === 'EFBIG') return say`${path} is over 1 MiB, far larger than a private key`
  if (error === 'not-a-file') return say`${path} is a pipe or a device, not a private key file`
  return say`The private key file ${path} cannot be read`
}
