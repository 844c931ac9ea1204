import { author, sh, yaml } from '../fixes/build'
import { literal, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { judgeCorruption, observedOf, repairFixes } from '../readings/key-corruption'
import { secretName } from '../fixes/set-secret'
import { pathWord } from '../fixes/replace-key'

export const missingNewline = defineCause({
  id: 'key/missing-newline',
  title: 'The private key lacks its final line break',
  severity: 'warning',
  page: {
    means:
      'The last line of the private key has no line break behind it. OpenSSH does not read its own key format like that, and says "error in libcrypto". Deploys that write the secret to a file as it is break; those that add a line break (webfactory/ssh-agent, easingthemes/ssh-deploy) and those that do not use OpenSSH (appleboy/ssh-action) work. `gh secret set NAME < FILE` cuts the line break off.',
    detection:
      'The text ends in the last dash of its END line, and is a whole private key otherwise. Keys in the older PEM formats are read without it, and are not reported.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'Error loading key "(stdin)": error in libcrypto',
      'Permission denied (publickey).',
    ],
  },
  needs: [],
  judge: (view) => judgeCorruption('key/missing-newline', view),
  explain(evidence, view) {
    const path = evidence.from === 'key_path' ? (view.key?.path ?? null) : null
    return {
      verdict: literal(
        'The private key lacks its final line break: deploys that hand it to OpenSSH unchanged break',
      ),
      why: literal('the text ends without a line break, and OpenSSH wants one.'),
      observed: observedOf(evidence),
      fixes:
        path === null
          ? [...repairFixes(view), addWhereWritten(secretName(view, 'key', 'SSH_KEY'))]
          : [author(say`Add the line break to the file.`, sh(`echo >> ${pathWord(path)}`))],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

/** A second line break does no harm, so this is right for every secret. */
function addWhereWritten(name: string): Fix {
  return author(
    say`Or, where a step of your own writes the key to a file, let it add the line break.`,
    yaml(
      [
        '- run: |',
        '    umask 077',
        '    printf \'%s\\n\' "$KEY" > "$RUNNER_TEMP/deploy_key"',
        '  env:',
        `    KEY: \${{ secrets.${name} }}`,
      ].join('\n'),
    ),
  )
}
