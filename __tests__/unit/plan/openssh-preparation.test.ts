import { describe, expect, it } from '@jest/globals'
import type { OpensshPreparation } from '../../../src/facts'
import { readJob } from '../../../src/plan/deploy-steps'
import { findStep } from '../../../src/workflow/find-step'

/** What is known of the last command of a job, whose scripts run before and after our own step. */
function preparation(before: string, after: readonly string[]): OpensshPreparation {
  const run = (script: string) =>
    script.startsWith('uses:')
      ? `      - ${script}\n`
      : `      - run: |\n${script.replace(/^/gm, '          ')}\n        env: { KEY: "\${{ secrets.SSH_KEY }}" }\n`
  const text = `jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
${before === '' ? '' : run(before)}      - uses: acme/ssh-preflight@v1
${after.map(run).join('')}`
  const found = findStep(text, 'f.yml', {
    job: 'deploy',
    action: '__acme_ssh-preflight',
    repository: 'acme/ssh-preflight',
    workflowRepository: 'octocat/shop',
    certain: true,
  })
  if ('why' in found) throw new Error(found.why)
  const last = readJob(found.place, {}).deploySteps.at(-1)?.openssh
  if (!last) throw new Error('No command')
  return last
}

const ssh = 'ssh deploy@example.com ls'

describe('known_hosts before a later ssh', () => {
  it.each<readonly [string, OpensshPreparation['knownHosts'], readonly string[]]>([
    ['nothing writes it', 'as-found', [ssh]],
    [
      'a key file alone',
      'as-found',
      [
        'mkdir -p ~/.ssh && chmod 700 ~/.ssh\necho "$KEY" > ~/.ssh/id_rsa\nchmod 600 ~/.ssh/id_rsa\n' +
          ssh,
      ],
    ],
    ['a build', 'as-found', ['npm ci && npm run build', 'uses: actions/setup-node@v4', ssh]],
    ['an agent', 'as-found', ['eval "$(ssh-agent -s)"\nssh-add - <<< "$KEY"\n' + ssh]],
    ['outputs', 'as-found', ['echo "a=b" >> "$GITHUB_OUTPUT"', ssh]],
    ['a scan that only prints', 'as-found', ['ssh-keyscan example.com | ssh-keygen -lf -', ssh]],
    ['a key that is removed', 'changed', ['ssh-keygen -R example.com', ssh]],
    ['a scan', 'scanned', ['ssh-keyscan example.com >> ~/.ssh/known_hosts', ssh]],
    [
      'a scan through tee',
      'scanned',
      ['ssh-keyscan -p 22 example.com 2>/dev/null | tee -a ~/.ssh/known_hosts', ssh],
    ],
    [
      'a scan behind the command',
      'as-found',
      [ssh + '\nssh-keyscan example.com >> ~/.ssh/known_hosts'],
    ],
    [
      'a scan in a branch',
      'changed',
      ['if true; then ssh-keyscan example.com >> ~/.ssh/known_hosts; fi', ssh],
    ],
    ['a scan of several', 'changed', ['ssh-keyscan a example.com >> ~/.ssh/known_hosts', ssh]],
    ['a secret', 'changed', ['echo "$KNOWN" >> ~/.ssh/known_hosts', ssh]],
    ['a script', 'changed', ['./scripts/prepare', ssh]],
    ['make', 'changed', ['make prepare', ssh]],
    ['the text of a variable', 'changed', ['eval "$PREPARE"', ssh]],
    [
      'an action that runs ssh and accepts the key',
      'changed',
      ['uses: easingthemes/ssh-deploy@v5', ssh],
    ],
    ['another action', 'changed', ['uses: acme/setup@v1', ssh]],
    [
      'an earlier command that accepts it',
      'changed',
      ['ssh -o StrictHostKeyChecking=accept-new deploy@example.com true', ssh],
    ],
    ['a function', 'changed', ['ssh() { command ssh -F x "$@"; }\n' + ssh]],
    ['another HOME', 'changed', ['export HOME=/root\n' + ssh]],
    ['a script that cannot be read', 'changed', ['echo "ssh', ssh]],
    [
      'an option of the command',
      'not-used',
      ['ssh -o StrictHostKeyChecking=no deploy@example.com ls'],
    ],
    ['a strict option', 'as-found', ['ssh -o StrictHostKeyChecking=yes deploy@example.com ls']],
    [
      'a variable in an option',
      'not-used',
      ['ssh -o StrictHostKeyChecking=$MODE deploy@example.com ls'],
    ],
    ['an alias of the key', 'not-used', ['ssh -o HostKeyAlias=x deploy@example.com ls']],
    [
      'rsync with it',
      'not-used',
      ['rsync -e "ssh -o StrictHostKeyChecking=no" a deploy@example.com:b'],
    ],
  ])('%s: %s', (_case, expected, after) => {
    expect(preparation('', after).knownHosts).toBe(expected)
  })

  it('has the options of a scan', () => {
    const { scans } = preparation('', [
      'ssh-keyscan -Hp 2222 -t rsa,ed25519 -T5 $HOST >> $HOME/.ssh/known_hosts',
      ssh,
    ])
    expect(scans).toEqual([
      { line: 7, host: '${HOST}', port: '2222', types: 'rsa,ed25519', timeout: '5', inHome: true },
    ])
  })
})

describe('the key file of a later ssh', () => {
  const file = (script: string, command: string, before = '') => {
    const { keyFile } = preparation(before, [`${script}\n${command}`])
    if (!keyFile) return 'none'
    const { path, source, decoded, splits, mode } = keyFile
    return [path, source, mode, decoded && 'decoded', splits && 'splits']
      .filter((each) => each !== false)
      .join(' ')
  }
  const key = 'ssh -i key deploy@example.com'
  const source = '${{ secrets.SSH_KEY }}'
  it.each([
    ['echo', 'echo "$KEY" > key', key, `key ${source} open`],
    ['an expression', `echo "${source}" > key; chmod 600 key`, key, `key ${source} private`],
    ['printf', `printf '%s\\n' "$KEY" > key && chmod 0400 ./key`, key, `key ${source} private`],
    [
      'cat',
      `cat > ~/.ssh/key <<END\n${source}\nEND`,
      'ssh -i ~/.ssh/key deploy@example.com',
      `~/.ssh/key ${source} open`,
    ],
    ['a here-string', 'cat <<< "$KEY" > key', key, `key ${source} open`],
    ['tee', 'echo "$KEY" | tee key > /dev/null', key, `key ${source} open`],
    ['tr', `echo "$KEY" | tr -d '\\r' > key`, key, `key ${source} open`],
    ['base64', 'echo "$KEY" | base64 -d > key', key, `key ${source} open decoded`],
    [
      'base64 of a here-string',
      'base64 --decode <<< "$KEY" > key',
      key,
      `key ${source} open decoded`,
    ],
    ['no quotes', 'echo $KEY > key', key, `key ${source} open splits`],
    ['install', 'install -m 600 /dev/stdin key <<< "$KEY"', key, `key ${source} private`],
    [
      'touch and chmod before it',
      'touch key; chmod 600 key; echo "$KEY" > key',
      key,
      `key ${source} private`,
    ],
    ['umask', 'umask 077; echo "$KEY" > key', key, `key ${source} private`],
    [
      'chmod of the folder',
      'echo "$KEY" > ~/.ssh/id_rsa; chmod -R go-rwx ~/.ssh',
      'ssh deploy@example.com',
      `~/.ssh/id_rsa ${source} private`,
    ],
    [
      'chmod of a pattern',
      'echo "$KEY" > ~/.ssh/id_rsa; chmod 600 ~/.ssh/*',
      'ssh deploy@example.com',
      `~/.ssh/id_rsa ${source} unknown`,
    ],
    ['chmod of all', 'echo "$KEY" > key; chmod 644 key', key, `key ${source} open`],
    [
      'the directory of the runner',
      'echo "$KEY" > $RUNNER_TEMP/key',
      'ssh -i ${{ runner.temp }}/key deploy@example.com',
      `\${RUNNER_TEMP}/key ${source} open`,
    ],
    ['a branch', 'if true; then echo "$KEY" > key; fi', key, 'none'],
    ['more than the key', 'echo "x $KEY" > key', key, 'none'],
    [
      'two keys',
      'echo "$KEY" > ~/.ssh/id_rsa; echo "$KEY" > ~/.ssh/id_dsa',
      'ssh deploy@example.com',
      'none',
    ],
    ['a copy', 'echo "$KEY" > a; cp a key', key, 'none'],
    ['another file', 'echo "$KEY" > other', key, 'none'],
    ['sudo', 'echo "$KEY" | sudo tee key', key, 'none'],
  ])('%s', (_case, script, command, expected) => {
    expect(file(script, command)).toBe(expected)
  })

  it.each([
    ['with-newline', 'echo "$KEY" > key'],
    ['as-given', 'echo -n "$KEY" > key'],
    ['as-given', `printf '%s' "$KEY" > key`],
    ['with-newline', `printf '%s\\n' "$KEY" > key`],
    ['with-newline', 'cat > key <<< "$KEY"'],
    ['edited', `echo "$KEY" | tr -d '\\r' > key`],
    ['edited', 'echo "$KEY" > key; dos2unix key'],
  ])('is %s after %s', (written, script) => {
    expect(preparation('', [`${script}\n${key}`]).keyFile?.written).toBe(written)
  })

  it('may be written before our own step', () => {
    expect(file('true', key, 'echo "$KEY" > key')).toBe(`key ${source} open`)
  })

  it('is not needed with an agent', () => {
    expect(preparation('uses: webfactory/ssh-agent@v0.9.1', [ssh]).isAssisted).toBe(true)
    expect(preparation('', ['sshpass -p x ssh deploy@example.com']).isAssisted).toBe(true)
    expect(preparation('', [ssh]).isAssisted).toBe(false)
  })
})

describe('what may give a key to a later ssh', () => {
  it.each<readonly [string, boolean, readonly string[]]>([
    ['nothing', false, ['npm ci', 'uses: actions/checkout@v4', ssh]],
    ['host keys', false, ['mkdir -p ~/.ssh\nssh-keyscan example.com >> ~/.ssh/known_hosts', ssh]],
    ['another name', false, ['echo "$KEY" > ~/.ssh/deploy\nchmod 600 ~/.ssh/deploy', ssh]],
    ['a file of ssh', true, ['echo "$KEY" > ~/.ssh/id_rsa', ssh]],
    ['a copy', true, ['cp keys/id_rsa ~/.ssh/', ssh]],
    ['a folder', true, ['unzip keys.zip -d ~/.ssh', ssh]],
    ['an agent', true, ['uses: webfactory/ssh-agent@v0.9.1', ssh]],
    ['a local action', true, ['uses: ./.github/prepare', ssh]],
    ['a key of the agent', true, ['ssh-add - <<< "$KEY"', ssh]],
    ['a program of the repository', true, ['./prepare', ssh]],
    ['a script that cannot be read', true, ['if true', ssh]],
    ['a password', true, ['sshpass -p x ssh deploy@example.com']],
    ['the named file', true, ['aws s3 cp s3://bucket/site.pem .', 'ssh -i site.pem example.com']],
    ['a file by tee', true, ['tee ~/.ssh/id_ed25519 <<< "$KEY"', ssh]],
    ['a key of a card', true, ['ssh -I card.so example.com']],
    ['a named file', false, ['npm ci', 'ssh -i keys/site example.com']],
    ['a file of another folder', true, ['cd deploy\nssh -i site example.com']],
  ])('%s: %s', (_case, expected, steps) => {
    expect(preparation('', steps).changesKeys).toBe(expected)
  })

  it('names the other files with the value of an expression', () => {
    const { otherFiles } = preparation('echo "$KEY" > ~/.ssh/deploy', [ssh])
    expect(otherFiles.map(({ path, source }) => [path, source])).toEqual([
      ['~/.ssh/deploy', '${{ secrets.SSH_KEY }}'],
    ])
  })
})

it.each([
  ['as-found', [`ssh -o UserKnownHostsFile=hosts example.com`]],
  ['as-found', ['npm ci', `ssh -o UserKnownHostsFile=~/hosts example.com`]],
  ['changed', ['ssh-keyscan x > hosts', `ssh -o UserKnownHostsFile=hosts example.com`]],
  ['changed', ['uses: actions/checkout@v4', `ssh -o UserKnownHostsFile=hosts example.com`]],
  ['not-used', [`ssh -o UserKnownHostsFile=hosts -o StrictHostKeyChecking=no example.com`]],
])('a named file of host keys is %s', (expected, steps) => {
  expect(preparation('', steps).knownHosts).toBe(expected)
})
