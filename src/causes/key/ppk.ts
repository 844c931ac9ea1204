import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { sh, onComputer } from '../fixes/build'
import { secretName, setSecretFrom } from '../fixes/set-secret'

export const ppk = defineCause({
  id: 'key/ppk',
  title: 'The private key is in PuTTY format (PPK)',
  severity: 'error',
  page: {
    means:
      'The key is a PPK file, the format of PuTTY, WinSCP and FileZilla. OpenSSH and Go do not read it, and Node’s ssh2 reads only an old version of it. Export the same key in the OpenSSH format; the server needs no change.',
    detection: 'The text begins with the first line of a PuTTY key file.',
    firstMove: 'Export the key in PuTTYgen: Conversions, Export OpenSSH key.',
  },
  lookalikes: { 'A key that is corrupt': 'The text begins with the header of PuTTY.' },
  needs: ['key'],
  judge({ key }) {
    const { from, form, type, fingerprint, usable } = key
    if (form !== 'ppk-2' && form !== 'ppk-3') return null
    return {
      certainty: 'proved',
      masksLater: !usable,
      evidence: {
        from,
        version: form === 'ppk-3' ? 3 : 2,
        type,
        fingerprint,
        usable,
        corrupt: key.corruption.includes('body-corrupt'),
      },
    }
  },
  explain({ version, type, fingerprint, usable, corrupt }, view) {
    const storesSecret = view.runner.platform === 'github' && view.key.from === 'key'
    return {
      verdict: literal(
        'The private key is in PuTTY format (PPK), which deploy clients do not read',
      ),
      why: say`the text is a PuTTY key file, version ${version}.`,
      observed: [
        fingerprint === null
          ? type === null
            ? literal('The type of its key could not be read.')
            : say`It has a key of the type ${type}.`
          : say`It has the key ${type ?? ''} ${fingerprint}.`,
        ...(corrupt
          ? [
              literal(
                'It is also corrupt: its public key does not match its private key. Export the key from an intact copy of the file.',
              ),
            ]
          : []),
        ...(usable
          ? [literal('For this check it was converted in memory, to check the rest.')]
          : []),
      ],
      fixes: [
        onComputer(
          say`Export the key in the OpenSSH format, on Linux or macOS with PuTTY’s command-line tool (package ${'putty-tools'} or ${'putty'}), and store the new file.`,
          sh(
            [
              'puttygen key.ppk -O private-openssh -o deploy_key',
              ...(storesSecret
                ? [setSecretFrom(view, secretName(view, 'key'), './deploy_key')]
                : []),
            ].join(' &&\n'),
          ),
        ),
        onComputer(
          say`Or on Windows: open the file in PuTTYgen, choose Conversions → Export OpenSSH key, and paste the content of the new file into the secret.`,
        ),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
