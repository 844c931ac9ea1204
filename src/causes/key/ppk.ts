import { author, sh } from '../fixes/build'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { secretName, setSecretFrom } from '../fixes/set-secret'
export const ppk = defineCause({
  id: 'key/ppk',
  title: 'The private key is in PuTTY’s format',
  severity: 'error',
  page: {
    means:
      'The key is a PPK file, the format of PuTTY, WinSCP and FileZilla. Neither OpenSSH nor Go reads it, and of Node’s ssh2 only an old kind of it. The same key has to be exported in the format of OpenSSH; the server needs no change.',
    detection: 'The text begins with PuTTY’s own first line.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'ssh: no key found',
      'Cannot parse privateKey: Unsupported key format',
      'PuTTY-User-Key-File-3',
      'PuTTY-User-Key-File-2',
    ],
  },
  needs: [],
  judge(view) {
    const key = view.key
    if (key?.form !== 'ppk-2' && key?.form !== 'ppk-3') return null
    const { from, type, fingerprint, usable } = key
    return {
      certainty: 'proved',
      masksLater: !usable,
      evidence: {
        from,
        version: key.form === 'ppk-3' ? 3 : 2,
        type,
        fingerprint,
        usable,
        damaged: key.corruption.includes('body-corrupt'),
      },
    }
  },
  explain({ version, type, fingerprint, usable, damaged: corrupt }, view) {
    const name = secretName(view, 'key', 'SSH_KEY')
    const onGitHub = view.runner.platform === 'github' && view.key?.from === 'key'
    return {
      verdict: literal(
        'The private key is in PuTTY’s format (PPK), which deploy clients do not read',
      ),
      why: say`the text is a PuTTY key file, version ${version}.`,
      observed: [
        fingerprint === null
          ? type === null
            ? literal('The type of its key could not be read.')
            : say`It holds a key of the type ${type}.`
          : say`It holds the key ${type ?? ''} ${fingerprint}.`,
        ...(corrupt
          ? [
              literal(
                'It is damaged as well: its public half does not belong to its private half. Export the key from an undamaged copy of the file.',
              ),
            ]
          : []),
        ...(usable
          ? [
              literal(
                'For this check it was converted in memory, so that the rest could be looked at.',
              ),
            ]
          : []),
      ],
      fixes: [
        author(
          say`Export the key in the format of OpenSSH, on Linux or macOS with PuTTY’s command line tool (package ${'putty-tools'} or ${'putty'}), and store the new file.`,
          sh(
            [
              'puttygen key.ppk -O private-openssh -o deploy_key',
              ...(onGitHub ? [setSecretFrom(view, name, './deploy_key')] : []),
            ].join(' &&\n'),
          ),
        ),
        author(
          say`Or on Windows: open the file in PuTTYgen, choose Conversions → Export OpenSSH key, and paste the content of the new file into the secret.`,
        ),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
