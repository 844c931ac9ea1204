import { describe, expect, it } from '@jest/globals'
import type { DeployStep } from '../../../src/facts'
import { readJob } from '../../../src/plan/deploy-steps'
import { findStep } from '../../../src/workflow/find-step'

/** The deploy steps of a job whose steps stand on line 10 and after; our own is on line 9. */
function stepsOf(
  later: string,
  options: {
    job?: string
    root?: string
    own?: string
    environment?: NodeJS.ProcessEnv
    files?: Readonly<Record<string, string>>
  } = {},
): readonly DeployStep[] {
  const job = (options.job ?? '    runs-on: ubuntu-24.04\n').padEnd(1)
  const root = options.root ?? '#\n'
  const text = `on: push\n${root}jobs:\n  deploy:\n${job}    steps:\n      - uses: actions/checkout@v5\n      - name: Check${options.own ?? ''}\n        uses: acme/ssh-preflight@v1\n${later}`
  const found = findStep(text, 'f.yml', {
    job: 'deploy',
    action: '__acme_ssh-preflight',
    repository: 'acme/ssh-preflight',
    workflowRepository: 'octocat/shop',
    certain: true,
  })
  if ('why' in found) throw new Error(found.why)
  const read = (path: string) => options.files?.[path] ?? null
  return readJob(found.place, options.environment ?? {}, read).deploySteps
}

const brief = (steps: readonly DeployStep[]) =>
  steps.map(({ client, line, entries }) =>
    [
      client,
      line,
      ...entries.map((entry) => `${entry.input}@${String(entry.line)}=${entry.text}`),
    ].join(' '),
  )

describe('the deploy steps after our own', () => {
  it('are actions, with the entries that matter to the connection', () => {
    const steps = stepsOf(`      - name: Deploy
        uses: Appleboy/SSH-Action@v1.2.2
        with:
          host: \${{ secrets.SSH_HOST }}
          Username: deploy
          key: \${{ secrets.SSH_KEY }}
          cipher: aes128-cbc
          script: echo hello
      - uses: appleboy/scp-action@0ff4204d59e8e51228ff73bce53f80d53301dee2 # v1
        with: { host: example.com, port: 2222, source: dist }
      - uses: actions/upload-artifact@v4
        with: { name: host }
`)
    expect(brief(steps)).toEqual([
      'appleboy/ssh-action 11 host@13=${{ secrets.SSH_HOST }} username@14=deploy key@15=${{ secrets.SSH_KEY }} cipher@16=aes128-cbc',
      'appleboy/scp-action 18 host@19=example.com port@19=2222 source@19=dist',
    ])
    expect(steps.map(({ version }) => version)).toEqual([
      'v1.2.2',
      '0ff4204d59e8e51228ff73bce53f80d53301dee2',
    ])
  })

  it.each([
    ['easingthemes/ssh-deploy@v6', 'REMOTE_HOST: a', 'remote_host@12=a'],
    ['Burnett01/rsync-deployments@9.0.0', 'remote_user: a', 'remote_user@12=a'],
    ['wlixcc/SFTP-Deploy-Action@v1.2.6', 'server: a', 'server@12=a'],
    [
      'garygrossgarten/github-action-ssh@release',
      'privateKey: ${{ secrets.K }}',
      'privatekey@12=${{ secrets.K }}',
    ],
    ['garygrossgarten/github-action-scp@release', 'host: a', 'host@12=a'],
    [
      'webfactory/ssh-agent@v0.9.1',
      'ssh-private-key: ${{ secrets.K }}',
      'ssh-private-key@12=${{ secrets.K }}',
    ],
    ['shimataro/ssh-key-action@v2', 'key: ${{ secrets.K }}', 'key@12=${{ secrets.K }}'],
    ['https://github.com/appleboy/ssh-action@v1', 'port: 1', 'port@12=1'],
  ])('%s is one', (uses, entry, expected) => {
    const [step] = stepsOf(`      - uses: ${uses}\n        with:\n          ${entry}\n`)
    expect(brief(step ? [step] : [])[0]).toContain(expected)
  })

  it('are commands of a script, each on its line', () => {
    const steps = stepsOf(`      - run: |
          set -e
          # ssh nobody@example.com
          rsync -az dist/ deploy@example.com:/srv
          ssh -p "$PORT" deploy@example.com <<'EOF'
            ssh other@example.com
          EOF
        env:
          PORT: \${{ vars.PORT }}
      - run: ssh root@example.com reboot
      - run: >-
          scp a
          deploy@example.com:b
      - run: "sftp \\
          x.example"
`)
    expect(brief(steps)).toEqual([
      'rsync 13 user@13=deploy host@13=example.com',
      'ssh 14 port@14=${{ vars.PORT }} user@14=deploy host@14=example.com',
      'ssh 19 user@19=root host@19=example.com',
      'scp 20 user@20=deploy host@20=example.com',
      'sftp 23 host@23=x.example',
    ])
  })

  it('are none of ours, none before us, none of another job, and none that says nothing', () => {
    expect(stepsOf('')).toEqual([])
    expect(stepsOf('      - uses: ./deploy\n      - uses: docker://appleboy/drone-ssh\n')).toEqual(
      [],
    )
    expect(stepsOf('      - run: make deploy\n      - \n      - text\n')).toEqual([])
    expect(
      stepsOf(
        '  other:\n    steps:\n      - uses: appleboy/ssh-action@v1\n        with: { host: a }\n',
      ),
    ).toEqual([])
  })

  it('are not read from scripts of other shells', () => {
    const run = '      - run: ssh a@example.com ls\n'
    expect(stepsOf(run)).toHaveLength(1)
    expect(stepsOf(`${run}        shell: bash\n`)).toHaveLength(1)
    expect(stepsOf(`${run}        shell: pwsh\n`)).toEqual([])
    expect(stepsOf(`${run}        shell: python\n`)).toEqual([])
    expect(stepsOf(run, { job: '    runs-on: windows-latest\n' })).toEqual([])
    expect(stepsOf(run, { job: '    runs-on: ${{ matrix.os }}\n' })).toEqual([])
    const defaults = '    defaults: { run: { shell: pwsh } }\n    runs-on: ubuntu-latest\n'
    expect(stepsOf(run, { job: defaults })).toEqual([])
    const root = 'defaults: { run: { shell: pwsh } }\n'
    expect(stepsOf(run, { root })).toEqual([])
    expect(stepsOf(`${run}        shell: bash\n`, { root })).toHaveLength(1)
  })

  it('go a way that cannot be followed where the job writes a configuration of ssh', () => {
    const steps = stepsOf(
      '      - run: printf "Host *\\n Port 2222\\n" >> ~/.ssh/config\n      - run: ssh prod ls\n',
    )
    expect(brief(steps)).toEqual(['ssh 11 host@11=prod config@11='])
    const action = `      - uses: shimataro/ssh-key-action@v2
        with: { key: "\${{ secrets.K }}", known_hosts: x, config: "Host *" }
      - uses: easingthemes/ssh-deploy@v6
        with: { remote_host: a }
`
    expect(brief(stepsOf(action)).at(-1)).toBe(
      'easingthemes/ssh-deploy 12 remote_host@13=a config@12=',
    )
  })
})

describe('a composite action of the repository', () => {
  const action = `inputs:
  host: { required: true }
  port: { default: '2222' }
runs:
  using: composite
  steps:
    - uses: appleboy/ssh-action@v1
      with:
        host: \${{ inputs.host }}
        port: \${{ inputs.port }}
        script: cd /srv/app
    - if: github.ref == 'refs/heads/other'
      uses: appleboy/ssh-action@v1
    - run: rsync -az dist/ deploy@\${{ inputs.HOST }}:/srv
      shell: bash
`
  const step = `      - uses: ./.github/actions/deploy
        with: { host: '\${{ secrets.SSH_HOST }}' }
`
  it.each([
    ['.github/actions/deploy/action.yml', action],
    ['.github/actions/deploy/action.yaml', action],
    [
      '.github/actions/deploy/action.yml',
      'runs: { using: composite, steps: [{ uses: ./.github/actions/inner, with: { host: "${{ inputs.host }}" } }] }',
    ],
  ])('in %s is followed, with the line of its uses', (path, text) => {
    const environment = { GITHUB_REF: 'refs/heads/main' }
    const files = { [path]: text, '.github/actions/inner/action.yml': action }
    const steps = stepsOf(step, { environment, files })
    expect(brief(steps)).toEqual([
      'appleboy/ssh-action 10 host@10=${{ secrets.SSH_HOST }} port@10=2222',
      'rsync 10 user@10=deploy host@10=${{ secrets.SSH_HOST }}',
    ])
    expect(steps[0]?.needs.directories).toMatchObject([{ path: '/srv/app', line: 10 }])
  })

  it.each([
    ['is not there', {}],
    ['is no YAML', { '.github/actions/deploy/action.yml': 'a: [' }],
    [
      'uses itself',
      {
        '.github/actions/deploy/action.yml':
          'runs: { steps: [{ uses: ./.github/actions/deploy }] }',
      },
    ],
    [
      'is a program',
      { '.github/actions/deploy/action.yml': 'runs: { using: node24, main: a.js }' },
    ],
  ])('that %s is not read', (_name, files) => {
    expect(stepsOf(step, { files })).toEqual([])
  })

  it('runs only where its caller does', () => {
    const files = { '.github/actions/deploy/action.yml': action }
    const with_ = (line: string) => stepsOf(`${step}        ${line}\n`, { files })
    expect(with_('if: inputs.deploy').map(({ runs }) => runs)).toEqual(['maybe', 'maybe', 'maybe'])
    expect(with_('if: false')).toEqual([])
    expect(with_('continue-on-error: true')).toEqual([])
  })
})

describe('the environment of a deploy step', () => {
  const step = `      - uses: appleboy/ssh-action@v1
        with: { host: a }
        env:
          SSH_PORT: 2200
          OTHER: 1
`

  it('is that of the workflow, the job and the step', () => {
    const [found] = stepsOf(step, {
      root: 'env: { SSH_HOST: b, SSH_PORT: 22, PORT: 3000 }\n',
      environment: { SSH_HOST: '', PATH: '', HOST: '', SSH_USERNAME: '' },
    })
    expect(found?.env).toEqual([
      { name: 'SSH_HOST', line: 2, text: 'b' },
      { name: 'SSH_PORT', line: 13, text: '2200' },
      { name: 'SSH_USERNAME', line: null, text: null },
    ])
  })

  it('has nothing that our own step sets for itself', () => {
    const own = '\n        env: { SSH_USERNAME: me }'
    const [found] = stepsOf(step, { own, environment: { SSH_USERNAME: '' } })
    expect(found?.env.map(({ name }) => name)).toEqual(['SSH_PORT'])
  })
})

describe('what stays out of the facts', () => {
  it('is every secret that is in the file in plain text', () => {
    const steps = stepsOf(
      `      - uses: appleboy/ssh-action@v1
        with:
          host: a
          password: hunter2
          passphrase: hunter2
          key: |
            hunter2
          script: mysql -phunter2
      - uses: wlixcc/SFTP-Deploy-Action@v1
        with: { password: hunter2, ssh_passphrase: hunter2, ssh_private_key: hunter2 }
      - uses: webfactory/ssh-agent@v0.9
        with: { ssh-private-key: hunter2 }
      - run: sshpass -p hunter2 ssh a@b.example "echo hunter2"
`,
      { root: 'env: { SSH_KEY: hunter2, SSH_PASSWORD: hunter2, SSH_PASSPHRASE: hunter2 }\n' },
    )
    expect(steps).toHaveLength(4)
    expect(JSON.stringify(steps)).not.toContain('hunter2')
  })
})

describe('the directories that a batch of sftp uses', () => {
  it.each<readonly [string, readonly string[]]>([
    ['echo "put -r dist/* /srv/site" | sftp -b - a@b.example', ['write /srv/site none!']],
    ['echo "put -r dist /srv/site" | sftp -b - a@b.example', ['write /srv/site last!']],
    ['echo "put a.html /srv/site/a.html" | sftp -b - a@b.example', ['enter /srv/site none!']],
    [
      'printf "cd /srv\\nput a /srv/site/" | sftp -b - a@b.example',
      ['enter /srv none!', 'write /srv/site/ none!'],
    ],
    ['sftp a@b.example <<EOF\n          put a* ~/site\n          EOF', ['write ~/site none']],
    ['sftp -b batch.txt a@b.example', []],
  ])('in %j', (script, expected) => {
    const [step] = stepsOf(`      - run: |\n          ${script}\n`)
    expect(
      step?.needs.directories.map(
        ({ path, use, creates, isRequired }) => `${use} ${path} ${creates}${isRequired ? '!' : ''}`,
      ),
    ).toEqual(expected)
  })
})
