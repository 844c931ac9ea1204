import { author, sh } from '../fixes/build'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { pathWord } from '../fixes/replace-key'
import { withBlock } from '../fixes/with-block'
export const fileUnreadable = defineCause({
  id: 'key/file-unreadable',
  title: 'The private key file cannot be read',
  severity: 'error',
  pointsAt: 'key_path',
  page: {
    means:
      'The file that `key_path` names is not there, may not be read by the user of the runner, or is no file. A runner hosted by GitHub is a fresh machine: it has none of your files, and a file has to be written by an earlier step of the same job. In a container job, the home directory is another one.',
    detection: 'The operating system refused to open the file, and said why.',
    alsoSeenAs: [
      'no such file or directory',
      'Identity file … not accessible: No such file or directory.',
      'ENOENT: no such file or directory, open',
      'Permission denied',
      'Unable to use key file "…" (unable to open file)',
    ],
  },
  needs: [],
  judge(view) {
    const key = view.key
    if (key?.form !== 'unreadable-file') return null
    return {
      certainty: 'proved',
      evidence: { path: key.path ?? '', error: key.fileError ?? 'unknown' },
    }
  },
  explain({ path, error }, view) {
    const local = view.runner.platform === 'terminal'
    return {
      verdict: verdictOf(path, error),
      why: literal('the operating system said so when the file was opened.'),
      observed: [say`Opening ${path} failed with ${error}.`],
      fixes: [
        author(
          local
            ? literal('Check the path.')
            : literal(
                'See in a step before this one whether the file is there, and who may read it.',
              ),
          sh(`ls -l ${pathWord(path)}`),
        ),
        ...(local
          ? []
          : [
              author(
                say`Or give the key itself: ${inputName('key')} takes its text from a secret, without a file.`,
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
    return say`The private key file ${path} may not be read by this user`
  if (error === 'EISDIR') return say`${path} is a directory, not a private key file`
  if (error === 'EFBIG') return say`${path} is over 1 MiB, far more than a private key has`
  if (error === 'not-a-file') return say`${path} is a pipe or a device, not a private key file`
  return say`The private key file ${path} cannot be read`
}
